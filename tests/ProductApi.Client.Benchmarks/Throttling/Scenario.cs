using ProductApi.Client.Sample.Server;

namespace ProductApi.Client.Benchmarks.Throttling;

/// <summary>A server, a number of ids, and how long a client would take that knows the server exactly.</summary>
internal sealed record Scenario(string Name, int Count, TimeSpan Ideal, Func<ProductServerOptions> Server, TimeSpan? OutageAt = null, TimeSpan? OutageFor = null)
{
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(100);

    public static IReadOnlyList<Scenario> All { get; } =
    [
        TokenBucket("token bucket 100/s, Retry-After", retryAfter: true),
        TokenBucket("token bucket 100/s, no Retry-After", retryAfter: false),
        new("fixed window 100 per 3 s, headers", 500, 4 * TimeSpan.FromSeconds(3) + Latency, () => Limited(new()
        {
            Kind = RateLimitKind.FixedWindow, Limit = 100, Window = TimeSpan.FromSeconds(3), RateLimitHeaders = true,
        })),
        new("at most 10 in flight, else 503", 1000, 1000 / 10 * Latency, () => Limited(new()
        {
            Kind = RateLimitKind.Concurrency, Limit = 10, RejectionStatus = 503, RetryAfter = false,
        })),
        new("connections refused for 5 s", 1000, TimeSpan.FromSeconds(5) + (1000 / 20 * Latency), () => new() { ProductCount = 1000, Latency = Latency },
            OutageAt: TimeSpan.FromSeconds(2), OutageFor: TimeSpan.FromSeconds(5)),
        new("no limit, 1 % faults", 1000, 1000 / 20 * Latency, () => new() { ProductCount = 1000, Latency = Latency, FaultRate = 0.01 }),
    ];

    private static Scenario TokenBucket(string name, bool retryAfter) =>
        new(name, 1000, TimeSpan.FromSeconds((1000 - 20) / 100.0) + Latency, () => Limited(new() { Limit = 100, Burst = 20, RetryAfter = retryAfter }));

    private static ProductServerOptions Limited(RateLimitOptions limit) => new() { ProductCount = 1000, Latency = Latency, RateLimit = limit };
}
