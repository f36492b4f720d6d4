using System.Globalization;
using System.Net;
using ProductApi.Client.Tests.ServerTable;
using ProductApi.Client.Tests.ServerTable.Servers;

namespace ProductApi.Client.Tests.Properties;

/// <summary>One sample: a server with its limit, its noise, its bad ids and its lies, and how it is asked.</summary>
internal sealed record LimitedPlan(Limit Limit, int MaxConcurrency, double Latency)
{
    private const int MostIds = 300;
    private const int FewestIds = 40;
    private const double RoundTrip = 0.012;
    private const double SecondsAtLeast = 20;

    /// <summary>The share of requests that are answered 503 whatever the rate.</summary>
    public double Noise { get; init; }

    /// <summary>Where the bad ids stand, as a share of the way, and what each of them gets.</summary>
    public IReadOnlyList<(double Position, BadAnswer Answer)> Bad { get; init; } = [];

    public Lie Lie { get; init; }

    public int Seed { get; init; } = 1;

    public int Count =>
        (int)Math.Clamp(SecondsAtLeast * Limit.Rate(MaxConcurrency / (Latency + RoundTrip), Latency), FewestIds, MostIds);

    public IReadOnlyDictionary<int, ServerAnswer?> BadIds() =>
        Bad.GroupBy(bad => (int)(bad.Position * Count)).ToDictionary(group => group.Key, group => Answer(group.Last().Answer));

    public ServerModel CreateServer(ServerClock clock, SeededRandom random)
    {
        var limited = CreateLimit(clock, random);
        var behind = Noise > 0 ? new Unreliable(clock, random, limited, Noise, ServerAnswer.Busy) : limited;
        return new BadIds(clock, random, behind) { Answers = BadIds(), Lie = LieOf };
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Limit}, {MaxConcurrency} in flight, {Latency} s, noise {Noise}, {Lie}, {Count} ids, bad [{string.Join(", ", Bad)}], {Seed}");

    private ServerModel CreateLimit(ServerClock clock, SeededRandom random) => Limit switch
    {
        Limit.Bucket bucket => new TokenBucket(clock, random, bucket.PerSecond, bucket.Burst)
        {
            Latency = Latency,
            Status = (HttpStatusCode)bucket.Status,
            RoundsRetryAfterUp = bucket.TellsWait,
        },
        Limit.Window window => new FixedWindow(clock, random, window.Quota, window.Length)
        {
            Latency = Latency,
            Status = (HttpStatusCode)window.Status,
            SendsRetryAfter = window.TellsWait,
            QuotaHeaders = window.TellsQuota ? QuotaHeaders.Draft6 : QuotaHeaders.None,
        },
        Limit.Concurrency concurrency => new ConcurrencyLimit(clock, random, concurrency.Most)
        {
            Latency = Latency,
            Refusal = new ServerAnswer((HttpStatusCode)concurrency.Status),
        },
        _ => new NoLimit(clock, random) { Latency = Latency },
    };

    private RateLimitFields? LieOf(int item) => Lie switch
    {
        Lie.OneForADay when item == Count / 3 => RateLimitFields.UsedUp(86400),
        Lie.EveryTenthForAnHour when item % 10 == 9 => RateLimitFields.UsedUp(3600),
        Lie.EveryTenthForSeconds when item % 10 == 9 => RateLimitFields.UsedUp(4),
        _ => null,
    };

    private static ServerAnswer? Answer(BadAnswer answer) => answer switch
    {
        BadAnswer.Busy => ServerAnswer.Busy,
        BadAnswer.Throttled => ServerAnswer.Throttled,
        BadAnswer.ThrottledForADay => new(HttpStatusCode.TooManyRequests, RetryAfter: 86400),
        BadAnswer.Failure => ServerAnswer.Failure,
        BadAnswer.Refused => ServerAnswer.Refused,
        _ => null,
    };
}

/// <summary>What a bad id always gets.</summary>
internal enum BadAnswer
{
    Busy,
    Throttled,
    Failure,
    Refused,
    Silence,
    ThrottledForADay,
}

/// <summary>Which served answers say that nothing is left of the quota, though everything is.</summary>
internal enum Lie
{
    None,
    OneForADay,
    EveryTenthForAnHour,
    EveryTenthForSeconds,
}
