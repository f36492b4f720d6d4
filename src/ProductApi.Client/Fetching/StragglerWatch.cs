using ProductApi.Client.Pipeline;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Fetching;

/// <summary>Looks at what one run has in flight, and asks for a backup of what takes far longer than others.</summary>
internal sealed class StragglerWatch<TProduct> : IDisposable
    where TProduct : class
{
    // Nothing is late before.
    private static readonly TimeSpan FirstLook = TimeSpan.FromSeconds(0.25);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.05);

    // A look that comes so late tells that this process stood still, not that the others did.
    private static readonly TimeSpan MostLate = TimeSpan.FromSeconds(0.1);

    private readonly ThrottleGate _gate;
    private readonly TimeProvider _time;
    private readonly Action<InFlightFetch<TProduct>, BackupRequest<TProduct>> _start;
    private readonly List<InFlightFetch<TProduct>> _fetches = [];
    private readonly ITimer _timer;
    private long _lastLook;
    private TimeSpan _untilNext = FirstLook;
    private int _backups;

    /// <param name="gate">Knows how long others take, and what speaks against a backup.</param>
    /// <param name="time">The clock.</param>
    /// <param name="start">Sends a backup, without waiting for it.</param>
    public StragglerWatch(ThrottleGate gate, TimeProvider time, Action<InFlightFetch<TProduct>, BackupRequest<TProduct>> start)
    {
        (_gate, _time, _start, _lastLook) = (gate, time, start, time.GetTimestamp());
        _timer = time.CreateTimer(static watch => ((StragglerWatch<TProduct>)watch!).Look(), this, FirstLook, Interval);
    }

    /// <summary>How many backups were sent.</summary>
    public int Backups => Volatile.Read(ref _backups);

    public void Add(InFlightFetch<TProduct> fetch)
    {
        lock (_fetches)
            _fetches.Add(fetch);
    }

    public void Remove(InFlightFetch<TProduct> fetch)
    {
        lock (_fetches)
            _fetches.Remove(fetch);
    }

    /// <summary>A backup was not sent after all.</summary>
    public void OnNotSent()
    {
        Interlocked.Decrement(ref _backups);
        _gate.ReturnBackup();
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        // The look before may still be under way.
        if (!Monitor.TryEnter(_fetches))
            return;

        try
        {
            var isLate = _time.GetElapsedTime(_lastLook) - _untilNext > MostLate;
            (_lastLook, _untilNext) = (_time.GetTimestamp(), Interval);
            if (isLate)
                return;

            // A copy: what a look sets off may end a fetch here and now.
            foreach (var fetch in _fetches.ToArray())
                Look(fetch);
        }
        finally
        {
            Monitor.Exit(_fetches);
        }
    }

    // A backup that is late itself tells that the id is slow: its place is better used for another one.
    private void Look(InFlightFetch<TProduct> fetch)
    {
        if (fetch.Backup is not { } backup)
            fetch.BackUp(TryTake, started => _start(fetch, started));
        else if (_gate.IsLate(backup.State.Item))
            backup.Cancel();
    }

    private bool TryTake(RequestState first)
    {
        if (!_gate.TryBackUp(first.Item, isFirst: Backups == 0))
            return false;

        Interlocked.Increment(ref _backups);
        return true;
    }
}
