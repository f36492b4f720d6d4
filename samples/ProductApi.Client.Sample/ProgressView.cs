namespace ProductApi.Client.Sample;

/// <summary>Shows how far the fetch has come.</summary>
internal abstract class ProgressView : IProgress<FetchProgress>, IAsyncDisposable
{
    public static ProgressView Start(SampleConsole console, long? total, bool quiet) =>
        quiet ? new NoProgress()
        : console.IsTerminal ? new ProgressBar(console.Console, total)
        : new ProgressLines(console, total);

    /// <summary>The last report: how the run was throttled, among others.</summary>
    public FetchProgress Last { get; private set; }

    public void Report(FetchProgress value)
    {
        Last = value;
        Show(value);
    }

    public abstract ValueTask DisposeAsync();

    protected abstract void Show(FetchProgress value);

    protected static string Throttled(FetchProgress value) =>
        value.Pace is { } pace ? FormattableString.Invariant($", throttled: {pace:0} req/s") : "";

    private sealed class NoProgress : ProgressView
    {
        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

        protected override void Show(FetchProgress value)
        {
        }
    }
}
