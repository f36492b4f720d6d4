using System.Threading.RateLimiting;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Pipeline;

/// <summary>The rules of the standard resilience handler, from the outside in. Throttling and outages are not its business: 429 and 503
/// pass through it untouched, up to the throttle.</summary>
internal static class StandardResilience
{
    private static readonly TimeSpan MaxRetryDelay = TimeSpan.FromSeconds(GateRules.LongestBackOff);
    private static readonly NoLimit Unlimited = new();

    public static void Configure(HttpStandardResilienceOptions resilience, ProductClientOptions options)
    {
        // A rule of the caller's may call a success a fault.
        var maySuccessFail = options.ResponseRule is not null;

        // The slots bound what is in flight; this limiter queues nothing and would turn a request away.
        resilience.RateLimiter.RateLimiter = _ => new(Unlimited);

        // Attempts and delays are bounded each, so their sum is too: a timer for it would cost every request and never fire.
        resilience.TotalRequestTimeout.Timeout = (options.MaxRetryAttempts + 1) * (options.AttemptTimeout + MaxRetryDelay);
        resilience.TotalRequestTimeout.TimeoutGenerator = _ => new(Timeout.InfiniteTimeSpan);

        resilience.Retry.MaxRetryAttempts = Math.Max(1, options.MaxRetryAttempts);
        resilience.Retry.BackoffType = DelayBackoffType.Exponential;
        resilience.Retry.UseJitter = true;
        resilience.Retry.Delay = options.RetryBaseDelay;
        resilience.Retry.MaxDelay = MaxRetryDelay;
        resilience.Retry.ShouldRetryAfterHeader = false;
        resilience.Retry.ShouldHandle = arguments => new(
            LastAttempt(arguments.Outcome, arguments.Context, maySuccessFail) is { MayRetry: true });

        // A safety net: the throttle notices an outage after eight failures in a row.
        resilience.CircuitBreaker.FailureRatio = 0.9;
        resilience.CircuitBreaker.MinimumThroughput = 100;
        resilience.CircuitBreaker.SamplingDuration = Max(TimeSpan.FromSeconds(30), 2 * options.AttemptTimeout);
        resilience.CircuitBreaker.ShouldHandle = arguments => new(
            LastAttempt(arguments.Outcome, arguments.Context, maySuccessFail)
                is { Outcome: AttemptOutcome.Faulted or AttemptOutcome.Unreachable });

        resilience.AttemptTimeout.Timeout = options.AttemptTimeout;
    }

    // Null after a success, and after a retry that was not sent.
    private static AttemptState? LastAttempt(
        Outcome<HttpResponseMessage> outcome, ResilienceContext context, bool maySuccessFail) =>
        outcome.Result is not HeldResponse
        && (maySuccessFail || outcome.Result is not { IsSuccessStatusCode: true })
        && context.GetRequestMessage() is { } request
            ? RequestState.Of(request).Attempt
            : null;

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;

    private sealed class NoLimit : RateLimitLease
    {
        public override bool IsAcquired => true;

        public override IEnumerable<string> MetadataNames => [];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = null;
            return false;
        }
    }
}
