using ProductApi.Client.Redis.Store;
using ProductApi.Client.Redis.Tests.Support;
using ProductApi.Client.Tests.ServerTable;

namespace ProductApi.Client.Redis.Tests.Fleet;

/// <summary>The store of a whole fleet, and when nobody reaches it.</summary>
internal sealed class SimulatedStore(ServerClock clock, int seed)
{
    private readonly SeededRandom _random = new(seed, -2);
    private readonly List<Connection> _connections = [];

    public MemoryStore Memory { get; } = new(() => clock.Now);

    /// <summary>Seconds there and back, without the jitter on top.</summary>
    public double RoundTrip { get; init; } = 0.001;

    /// <summary>Nobody reaches the store in that time.</summary>
    public (double From, double To) Gone { get; init; } = (double.PositiveInfinity, double.PositiveInfinity);

    public int Calls { get; private set; }

    /// <summary>The store has lost its state when it is back.</summary>
    public SimulatedStore Forgetting()
    {
        clock.After(Gone.To, Memory.Forget);
        return this;
    }

    public IThrottleStore Connect() => Connect(_ => true);

    /// <param name="isReachable">Tells by the time whether this process reaches the store.</param>
    public IThrottleStore Connect(Predicate<double> isReachable)
    {
        var connection = new Connection(this, isReachable);
        _connections.Add(connection);
        if (_connections.Count == 1)
            Memory.Changed += state => _connections.ForEach(other => clock.After(Delay(), () => other.Changed?.Invoke(state.Copy())));
        return connection;
    }

    private double Delay() => (RoundTrip / 2) + _random.Exponential(RoundTrip / 5);

    private sealed class Connection(SimulatedStore store, Predicate<double> isReachable) : IThrottleStore
    {
        private readonly ServerClock _clock = store.Clock;

        public Action<SharedState>? Changed { get; set; }

        public Task<TakeReply> TakeAsync(TakeRequest request, CancellationToken cancellationToken) =>
            CallAsync(() => store.Memory.Take(request));

        public Task<PutReply> PutAsync(PutRequest request, CancellationToken cancellationToken) =>
            CallAsync(() => store.Memory.Put(request));

        // A call that does not arrive is never answered.
        private Task<TReply> CallAsync<TReply>(Func<TReply> operation)
        {
            store.Calls++;
            var answered = new TaskCompletionSource<TReply>();
            _clock.After(store.Delay(), () =>
            {
                var now = _clock.Now;
                if (!isReachable(now) || (store.Gone.From <= now && now < store.Gone.To))
                    return;

                var reply = operation();
                _clock.After(store.Delay(), () => answered.TrySetResult(reply));
            });
            return answered.Task;
        }
    }

    private ServerClock Clock => clock;
}
