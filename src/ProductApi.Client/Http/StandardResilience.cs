using Microsoft.Extensions.Http.Resilience;
using Polly;

namespace ProductApi.Client.Http;

/// <summary>The rules of the standard resilience handler, from the outside in. Throttling and outages are not its business: 429 and 503
/// pass through it untouched, up to the throttle.</summary>
internal static class StandardResilience
{
    private static readonly TimeSpan MaxRetryDelay = TimeSpan.FromSeconds(30);

    public static void Configure(HttpStandardResilienceOptions resilience, ProductClientOptions options)
    {
        // The slots bound what is in flight; this limiter queues nothing and would turn a request away.
        resilience.RateLimiter.DefaultRateLimiterOptions.PermitLimit = options.MaxConcurrency + 1;

        // Room for every attempt and delay: waiting at the throttle happens outside and does not count.
        var attempts = options.MaxRetryAttempts + 1;
        resilience.TotalRequestTimeout.Timeout = attempts * (options.AttemptTimeout + MaxRetryDelay);

        resilience.Retry.MaxRetryAttempts = Math.Max(1, options.MaxRetryAttempts);
        resilience.Retry.BackoffType = DelayBackoffType.Exponential;
        resilience.Retry.UseJitter = true;
        resilience.Retry.Delay = options.RetryBaseDelay;
        resilience.Retry.MaxDelay = MaxRetryDelay;
        resilience.Retry.ShouldRetryAfterHeader = false;
        resilience.Retry.ShouldHandle = arguments => new(StateOf(arguments.Context) is { MayRetry: true });

        // A safety net: the throttle notices an outage after eight failures in a row.
        resilience.CircuitBreaker.FailureRatio = 0.9;
        resilience.CircuitBreaker.MinimumThroughput = 100;
        resilience.CircuitBreaker.SamplingDuration = Max(TimeSpan.FromSeconds(30), 2 * options.AttemptTimeout);
        resilience.CircuitBreaker.ShouldHandle = arguments => new(
            StateOf(arguments.Context) is { LastOutcome: AttemptOutcome.Faulted or AttemptOutcome.Unreachable });

        resilience.AttemptTimeout.Timeout = options.AttemptTimeout;
    }

    private static RequestState? StateOf(ResilienceContext context) =>
        context.GetRequestMessage() is { } request ? RequestState.Of(request) : null;

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;
}
