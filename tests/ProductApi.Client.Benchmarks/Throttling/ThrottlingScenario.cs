using ProductApi.Client.Sample.Server;

namespace ProductApi.Client.Benchmarks.Throttling;

/// <summary>A server, a number of ids, and how long a client would take that knows the server exactly.</summary>
internal sealed record ThrottlingScenario(
    string Name, int Count, TimeSpan Ideal, Func<ProductServerOptions> Server, TimeSpan? OutageAt = null, TimeSpan? OutageFor = null)
{
    private const int Ids = 1000;
    private const int InFlight = 20;
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(100);

    public static IReadOnlyList<ThrottlingScenario> All { get; } =
    [
        TokenBucket("token bucket 100/s, Retry-After", retryAfter: true),
        TokenBucket("token bucket 100/s, no Retry-After", retryAfter: false),
        new("fixed window 100 per 3 s, headers", 500, 4 * TimeSpan.FromSeconds(3) + Latency, () => Limited(new()
        {
            Kind = RateLimitKind.FixedWindow, Limit = 100, Window = TimeSpan.FromSeconds(3), RateLimitHeaders = true,
        })),
        new("at most 10 in flight, else 503", Ids, Ids / 10 * Latency, () => Limited(new()
        {
            Kind = RateLimitKind.Concurrency, Limit = 10, RejectionStatus = 503, RetryAfter = false,
        })),
        new("connections refused for 5 s", Ids, TimeSpan.FromSeconds(5) + Unhindered(Ids), Unlimited,
            OutageAt: TimeSpan.FromSeconds(2), OutageFor: TimeSpan.FromSeconds(5)),
        new("no limit, 1 % faults", Ids, Unhindered(Ids), () => Faulty(0.01)),
        RandomUnavailable("no limit, 10 % random 503s", 0.1),
        RandomUnavailable("one dead member of five: 20 % random 503s", 0.2),
    ];

    private static ThrottlingScenario TokenBucket(string name, bool retryAfter) =>
        new(name, Ids, TimeSpan.FromSeconds((Ids - 20) / 100.0) + Latency, () => Limited(new()
        {
            Limit = 100,
            Burst = 20,
            RetryAfter = retryAfter,
        }));

    // Says nothing about a limit, since there is none: who knows that asks again at once.
    private static ThrottlingScenario RandomUnavailable(string name, double share) =>
        new(name, Ids, Unhindered(Ids / (1 - share)), () => Faulty(share, FaultKind.Status503));

    private static TimeSpan Unhindered(double requests) => requests / InFlight * Latency;

    private static ProductServerOptions Unlimited() => new() { ProductCount = Ids, Latency = Latency };

    private static ProductServerOptions Limited(RateLimitOptions limit)
    {
        var options = Unlimited();
        options.RateLimit = limit;
        return options;
    }

    private static ProductServerOptions Faulty(double share, params IReadOnlyList<FaultKind> kinds)
    {
        var options = Unlimited();
        options.FaultRate = share;
        options.FaultKinds = kinds.Count > 0 ? kinds : options.FaultKinds;
        return options;
    }
}
