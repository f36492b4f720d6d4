using System.Globalization;
using ProductApi.Client.Tests.ServerTable.Servers;

namespace ProductApi.Client.Tests.ServerTable;

/// <summary>One client's way to a server: 5 ms in each direction and an exponential jitter on top. What is drawn depends on the item and
/// its attempt, not on who draws first, so that a run repeats itself to the microsecond.</summary>
internal sealed class SimulatedNetwork(ServerClock clock, ServerModel server, int seed, double jitter = 0.001) : HttpMessageHandler
{
    private const double OneWay = 0.005;

    private readonly Lock _lock = new();
    private readonly Dictionary<int, int> _attempts = [];
    private readonly List<double> _sends = [];
    private int _inFlight;

    /// <summary>When each request left, in seconds.</summary>
    public IReadOnlyList<double> Sends => _sends;

    public int MaxInFlight { get; private set; }

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
            clock.After(Delay(random), () => server.Arrive(item, (answer, seconds) =>
                clock.After(seconds + Delay(random), () => answered.TrySetResult(answer))));
            var response = (await answered.Task).ToResponse(item);
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
            MaxInFlight = Math.Max(MaxInFlight, ++_inFlight);
            return _attempts[item] = _attempts.GetValueOrDefault(item) + 1;
        }
    }

    private double Delay(SeededRandom random) => OneWay + random.Exponential(jitter);
}
