using System.Diagnostics;
using System.Globalization;
using System.Threading.RateLimiting;

using Microsoft.AspNetCore.Http;

namespace ProductApi.Client.Sample.Server;

/// <summary>A fixed window that knows its own end, which the stock limiter does not tell.</summary>
internal sealed class FixedWindowLimiter : ServerLimiter
{
    private readonly FixedWindowRateLimiter _limiter;
    private readonly RateLimitOptions _options;
    private readonly Lock _lock = new();
    private long _start;

    public FixedWindowLimiter(RateLimitOptions options)
        : this(options, new FixedWindowRateLimiter(new FixedWindowRateLimiterOptions
        {
            PermitLimit = options.Limit,
            Window = options.Window,
            AutoReplenishment = false,
        }))
    {
    }

    private FixedWindowLimiter(RateLimitOptions options, FixedWindowRateLimiter limiter)
        : base(limiter)
    {
        _options = options;
        _limiter = limiter;
        _start = Stopwatch.GetTimestamp();
    }

    public override TimeSpan RetryAfter(RateLimitLease lease) => Current().Left;

    /// <summary>Adds the headers as the answer starts, so that they are as fresh as can be.</summary>
    public Task AnnounceAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.OnStarting(() =>
        {
            var (remaining, left) = Current();
            var headers = context.Response.Headers;
            headers["RateLimit-Limit"] = _options.Limit.ToString(CultureInfo.InvariantCulture);
            headers["RateLimit-Remaining"] = remaining.ToString(CultureInfo.InvariantCulture);
            headers["RateLimit-Reset"] = RateLimiting.WholeSeconds(left);
            return Task.CompletedTask;
        });
        return next(context);
    }

    protected override void Replenish() => Current();

    private (long Remaining, TimeSpan Left) Current()
    {
        lock (_lock)
        {
            if (Stopwatch.GetElapsedTime(_start) >= _options.Window)
            {
                _limiter.TryReplenish();

                // Read after the limiter has read its own clock: a window that is over here is then over there too.
                _start = Stopwatch.GetTimestamp();
            }

            var left = _options.Window - Stopwatch.GetElapsedTime(_start);
            return (_limiter.GetStatistics()!.CurrentAvailablePermits, left);
        }
    }
}
