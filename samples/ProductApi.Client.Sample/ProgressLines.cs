namespace ProductApi.Client.Sample;

/// <summary>Progress for a pipe or a file: a plain line every two seconds.</summary>
internal sealed class ProgressLines(SampleConsole console, long? total) : ProgressView
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private TimeSpan _due = Interval;

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected override void Show(FetchProgress value)
    {
        if (value.Elapsed < _due || value.Completed == 0 || value.Completed == total)
            return;

        _due = value.Elapsed + Interval;
        var rate = value.Completed / value.Elapsed.TotalSeconds;
        var line = FormattableString.Invariant($"{value.Completed}{(total is { } count ? $" of {count}" : "")} done, {rate:0.0} items/s");
        if (total is { } all)
            line += FormattableString.Invariant($", about {(all - value.Completed) / rate:0} s left");
        console.WriteLine(line + Throttled(value));
    }
}
