namespace ProductApi.Client.Tests.ServerTable;

/// <summary>A clock whose timers fire at the next tick only, such as those of a machine with a timer of 15.6 ms.</summary>
internal sealed class CoarseTimeProvider(TimeProvider time, TimeSpan tick) : TimeProvider
{
    public override long TimestampFrequency => time.TimestampFrequency;

    public override long GetTimestamp() => time.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new CoarseTimer(this, time.CreateTimer(callback, state, ToTick(dueTime), period));

    private TimeSpan ToTick(TimeSpan dueTime)
    {
        if (dueTime == Timeout.InfiniteTimeSpan)
            return dueTime;

        var now = GetUtcNow().Ticks;
        var due = now + dueTime.Ticks;
        return TimeSpan.FromTicks((((due + tick.Ticks - 1) / tick.Ticks) * tick.Ticks) - now);
    }

    private sealed class CoarseTimer(CoarseTimeProvider provider, ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(provider.ToTick(dueTime), period);

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
