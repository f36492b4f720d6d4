using Spectre.Console;
using Spectre.Console.Rendering;

namespace ProductApi.Client.Sample;

/// <summary>Progress for a terminal: a bar with count, rate and the time left.</summary>
internal sealed class ProgressBar : ProgressView
{
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _display;
    private ProgressTask? _task;

    public ProgressBar(IAnsiConsole console, long? total)
    {
        var progress = console.Progress().Columns(total is null
            ? [new SpinnerColumn(), new CountColumn(this, null)]
            : [new ProgressBarColumn { Width = 20 }, new PercentageColumn(), new CountColumn(this, total), new RemainingTimeColumn()]);
        _display = progress.StartAsync(context =>
        {
            _task = context.AddTask("Fetching", maxValue: total ?? double.MaxValue);
            return _finished.Task;
        });
    }

    public override async ValueTask DisposeAsync()
    {
        _finished.SetResult();
        await _display;
    }

    protected override void Show(FetchProgress value)
    {
        if (_task is { } task)
            task.Value = value.Completed;
    }

    private sealed class CountColumn(ProgressBar bar, long? total) : ProgressColumn
    {
        private readonly string _of = total is null ? "" : $"/{total}";

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(FormattableString.Invariant($"{task.Value:0}{_of}, {task.Speed ?? 0:0.0} items/s{Throttled(bar.Last)}"));
    }
}
