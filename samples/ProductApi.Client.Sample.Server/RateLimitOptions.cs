namespace ProductApi.Client.Sample.Server;

/// <summary>How a <see cref="RateLimitOptions.Limit"/> is counted.</summary>
public enum RateLimitKind
{
    /// <summary>So many requests a second, with bursts up to the size of the bucket.</summary>
    TokenBucket,

    /// <summary>So many requests in each window of time.</summary>
    FixedWindow,

    /// <summary>So many requests in flight.</summary>
    Concurrency,
}

/// <summary>One rate limit for the whole server.</summary>
public sealed class RateLimitOptions
{
    private static readonly TimeSpan LongestWindow = TimeSpan.FromDays(1);

    /// <summary>What is limited. Default <see cref="RateLimitKind.TokenBucket"/>.</summary>
    public RateLimitKind Kind { get; set; }

    /// <summary>Tokens per second, permits per window or requests in flight. Default 100.</summary>
    public int Limit { get; set; } = 100;

    /// <summary>The size of the token bucket. Default: <see cref="Limit"/>.</summary>
    public int? Burst { get; set; }

    /// <summary>The length of the fixed window. Default 10 s, at most one day.</summary>
    public TimeSpan Window { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The status of a refusal, 429 or 503. Default 429.</summary>
    public int RejectionStatus { get; set; } = 429;

    /// <summary>Whether a refusal carries <c>Retry-After</c> in seconds. Default true.</summary>
    public bool RetryAfter { get; set; } = true;

    /// <summary>Whether every answer of a fixed window carries the <c>RateLimit-*</c> headers. Default false.</summary>
    public bool RateLimitHeaders { get; set; }

    internal IEnumerable<string> Failures()
    {
        if (!Enum.IsDefined(Kind))
            yield return $"RateLimit:Kind must be one of {string.Join(", ", Enum.GetNames<RateLimitKind>())}.";
        if (Limit < 1)
            yield return "RateLimit:Limit must be at least 1.";
        if (Burst < 1)
            yield return "RateLimit:Burst must be at least 1.";
        if (Window <= TimeSpan.Zero || Window > LongestWindow)
            yield return $"RateLimit:Window must be above zero and at most {LongestWindow}.";
        if (RejectionStatus is not (429 or 503))
            yield return "RateLimit:RejectionStatus must be 429 or 503.";
    }
}
