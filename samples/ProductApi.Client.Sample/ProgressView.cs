namespace ProductApi.Client.Sample;

/// <summary>Shows how far the fetch has come.</summary>
internal abstract class ProgressView : IProgress<FetchProgress>, IAsyncDisposable
{
    public static ProgressView Start(SampleConsole console, long? total, bool quiet) =>
        quiet ? new NoProgress()
        : console.IsTerminal ? new ProgressBar(console.Console, total)
        : new ProgressLines(console, total);

    public abstract void Report(FetchProgress value);

    public abstract ValueTask DisposeAsync();

    private sealed class NoProgress : ProgressView
    {
        public override void Report(FetchProgress value)
        {
        }

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
