using System.Globalization;
using System.Net;
using ProductApi.Client.Tests.ServerTable.Servers;

namespace ProductApi.Client.Tests.ServerTable;

/// <summary>One client's way to a server: 5 ms in each direction and an exponential jitter on top. What is drawn depends on the item and
/// its attempt, not on who draws first, so that a run repeats itself to the microsecond.</summary>
internal sealed class SimulatedNetwork(ServerClock clock, ServerModel server, int seed, double jitter = 0.001) : HttpMessageHandler
{
    private const double OneWay = 0.005;

    // The smallest value a Retry-After can carry binds its item alone.
    private const double SmallestRetryAfter = 1;

    // A clock tick, and what doubles lose.
    private const double Tolerance = 1e-6;

    private readonly Lock _lock = new();
    private readonly Dictionary<int, int> _attempts = [];
    private readonly List<double> _sends = [];
    private readonly Dictionary<int, double> _itemHeldUntil = [];
    private readonly Dictionary<int, double> _servedAt = [];
    private double _heldUntil;
    private int _inFlight;

    /// <summary>When each request left, in seconds.</summary>
    public IReadOnlyList<double> Sends => _sends;

    public int MaxInFlight { get; private set; }

    /// <summary>Requests that left before the end of anybody's Retry-After above a second.</summary>
    public int EarlySends { get; private set; }

    /// <summary>Requests that left before the end of their item's own Retry-After.</summary>
    public int OwnEarlySends { get; private set; }

    /// <summary>Answers 429 and 503.</summary>
    public int Refused { get; private set; }

    /// <summary>When each item was served first, in seconds.</summary>
    public IReadOnlyDictionary<int, double> ServedAt => _servedAt;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath;
        var item = int.Parse(path.AsSpan(path.LastIndexOf('/') + 1), CultureInfo.InvariantCulture);
        var random = new SeededRandom(seed, item, Depart(item));
        try
        {
            // The answer goes on where it arrives, without a detour through the thread pool.
            var answered = new TaskCompletionSource<ServerAnswer>();
            using var cancelled = cancellationToken.Register(() => answered.TrySetCanceled(cancellationToken));
            clock.After(Delay(random), () => server.Arrive(item, (reply, seconds) =>
                clock.After(seconds + Delay(random), () => answered.TrySetResult(reply))));
            var answer = await answered.Task;
            Arrived(item, answer);
            var response = answer.ToResponse(item);
            response.RequestMessage = request;
            return response;
        }
        finally
        {
            lock (_lock)
                _inFlight--;
        }
    }

    private int Depart(int item)
    {
        lock (_lock)
        {
            _sends.Add(clock.Now);
            if (clock.Now + Tolerance < _heldUntil)
                EarlySends++;
            if (clock.Now + Tolerance < _itemHeldUntil.GetValueOrDefault(item))
                OwnEarlySends++;
            MaxInFlight = Math.Max(MaxInFlight, ++_inFlight);
            return _attempts[item] = _attempts.GetValueOrDefault(item) + 1;
        }
    }

    private void Arrived(int item, ServerAnswer answer)
    {
        lock (_lock)
        {
            if (answer.Status == HttpStatusCode.OK)
                _servedAt.TryAdd(item, clock.Now);
            if (answer.Status is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable)
                Refused++;
            _itemHeldUntil[item] = clock.Now + answer.RetryAfter;
            if (answer.RetryAfter > SmallestRetryAfter)
                _heldUntil = Math.Max(_heldUntil, clock.Now + answer.RetryAfter);
        }
    }

    private double Delay(SeededRandom random) => OneWay + random.Exponential(jitter);
}
