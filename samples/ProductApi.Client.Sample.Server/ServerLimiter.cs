using System.Threading.RateLimiting;

using Microsoft.AspNetCore.Http;

namespace ProductApi.Client.Sample.Server;

/// <summary>
/// One limiter for all requests. The stock partitioned limiter would dispose of it after some idle seconds and start a new one.
/// </summary>
internal class ServerLimiter(RateLimiter limiter) : PartitionedRateLimiter<HttpContext>
{
    public override RateLimiterStatistics? GetStatistics(HttpContext resource) => limiter.GetStatistics();

    public virtual TimeSpan RetryAfter(RateLimitLease lease) =>
        lease.TryGetMetadata(MetadataName.RetryAfter, out var delay) ? delay : TimeSpan.Zero;

    /// <summary>
    /// Adds what has come due since the last request. A timer would do it in whole milliseconds and skip beats under load.
    /// </summary>
    protected virtual void Replenish() => (limiter as ReplenishingRateLimiter)?.TryReplenish();

    protected override RateLimitLease AttemptAcquireCore(HttpContext resource, int permitCount)
    {
        Replenish();
        return limiter.AttemptAcquire(permitCount);
    }

    // Nothing queues, so there is never anything to wait for.
    protected override ValueTask<RateLimitLease> AcquireAsyncCore(
        HttpContext resource, int permitCount, CancellationToken cancellationToken) =>
        ValueTask.FromResult(AttemptAcquireCore(resource, permitCount));

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            limiter.Dispose();
        base.Dispose(disposing);
    }
}
