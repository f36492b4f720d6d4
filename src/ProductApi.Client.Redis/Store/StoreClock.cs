namespace ProductApi.Client.Redis.Store;

/// <summary>How far the store's clock is ahead of the process's own, from the middle of a round trip. A closer estimate is kept until it
/// contradicts a newer one or is old.</summary>
internal sealed class StoreClock
{
    // Clocks drift by less than a millisecond in that time.
    private const double Stale = 10;

    private readonly object _lock = new();
    private double _ahead;
    private double _error = double.PositiveInfinity;
    private double _measuredAt;

    public double Ahead
    {
        get
        {
            lock (_lock)
                return _ahead;
        }
    }

    /// <summary>Takes in a round trip.</summary>
    public void Update(double sentAt, double receivedAt, double storeTime)
    {
        var ahead = storeTime - ((sentAt + receivedAt) / 2);
        var error = (receivedAt - sentAt) / 2;
        lock (_lock)
        {
            if (error <= _error || Math.Abs(ahead - _ahead) > error + _error || receivedAt - _measuredAt > Stale)
                (_ahead, _error, _measuredAt) = (ahead, error, receivedAt);
        }
    }
}
