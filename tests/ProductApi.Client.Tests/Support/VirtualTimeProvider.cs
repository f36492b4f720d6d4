namespace ProductApi.Client.Tests.Support;

/// <summary>A clock that stands still while anybody works and jumps to the next timer due when nobody does: hours pass in milliseconds, and
/// the same run ends at the same time. Only for code whose waiting all goes through the clock: nothing may wait for a socket.</summary>
internal sealed class VirtualTimeProvider : TimeProvider
{
    private readonly object _lock = new();
    private readonly PriorityQueue<VirtualTimer, (long Due, long Order)> _timers = new();
    private long _now;
    private long _order;

    public static DateTimeOffset Start { get; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public TimeSpan Now => TimeSpan.FromTicks(Interlocked.Read(ref _now));

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _now);

    public override DateTimeOffset GetUtcNow() => Start + Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Runs the work to its end, jumping from timer to timer.</summary>
    public T Run<T>(Func<Task<T>> work)
    {
        // Without a context what awaits a timer goes on here, where the timer fires, one after the other. In the context of a test it
        // would go on in the thread pool: slower, and side by side.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            var task = work();
            while (!task.IsCompleted)
            {
                IdleThreadPool.Wait(task);
                if (!task.IsCompleted && !FireNext())
                    throw new InvalidOperationException("Deadlock: the work has not ended, nobody is working and no timer is due.");
            }

            return task.GetAwaiter().GetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    public void Run(Func<Task> work) => Run(async () =>
    {
        await work();
        return true;
    });

    private bool FireNext()
    {
        VirtualTimer timer;
        lock (_lock)
        {
            do
            {
                if (!_timers.TryDequeue(out timer!, out var key))
                    return false;
                if (timer.Due != key.Due || timer.Order != key.Order)
                    continue;
                _now = Math.Max(_now, key.Due);
                break;
            }
            while (true);
        }

        timer.Fire();
        return true;
    }

    private sealed class VirtualTimer(VirtualTimeProvider time, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period = Timeout.InfiniteTimeSpan;

        public long Due { get; private set; } = -1;

        public long Order { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._lock)
            {
                _period = period;
                Due = -1;
                if (dueTime == Timeout.InfiniteTimeSpan)
                    return true;

                Due = time._now + dueTime.Ticks;
                Order = ++time._order;
                time._timers.Enqueue(this, (Due, Order));
                return true;
            }
        }

        public void Fire()
        {
            Due = -1;
            if (_period > TimeSpan.Zero)
                Change(_period, _period);
            callback(state);
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
