using System.Globalization;
using System.Threading.RateLimiting;

using Microsoft.AspNetCore.RateLimiting;

namespace ProductApi.Client.Sample.Server;

/// <summary>Sets up the rate limiting middleware for one <see cref="RateLimitOptions"/>.</summary>
internal static class RateLimiting
{
    private const int RefillsPerSecond = 100;

    public static ServerLimiter CreateLimiter(RateLimitOptions options) => options.Kind switch
    {
        RateLimitKind.FixedWindow => new FixedWindowLimiter(options),
        RateLimitKind.Concurrency => new ServerLimiter(
            new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = options.Limit })),
        _ => new ServerLimiter(CreateTokenBucket(options)),
    };

    public static void Configure(
        RateLimiterOptions middleware, RateLimitOptions options, ServerLimiter limiter, RequestCounters counters)
    {
        middleware.GlobalLimiter = limiter;
        middleware.OnRejected = (rejected, _) =>
        {
            counters.Refused();
            var response = rejected.HttpContext.Response;
            if (options.RetryAfter)
                response.Headers.RetryAfter = WholeSeconds(limiter.RetryAfter(rejected.Lease));
            Answer.Problem(options.RejectionStatus, "The rate limit is reached.").WriteTo(response);
            return ValueTask.CompletedTask;
        };
    }

    /// <summary>Whole seconds, rounded up: a client that waits this long must not come too early.</summary>
    public static string WholeSeconds(TimeSpan time) =>
        Math.Max(1, Math.Ceiling(time.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// The fewest whole tokens that come due in 10 ms or more, and exactly the time they take: an even flow at any rate.
    /// </summary>
    private static TokenBucketRateLimiter CreateTokenBucket(RateLimitOptions options)
    {
        var tokens = ((options.Limit - 1) / RefillsPerSecond) + 1;
        return new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
        {
            TokenLimit = options.Burst ?? options.Limit,
            TokensPerPeriod = tokens,
            ReplenishmentPeriod = TimeSpan.FromSeconds((double)tokens / options.Limit),
            AutoReplenishment = false,
        });
    }
}
