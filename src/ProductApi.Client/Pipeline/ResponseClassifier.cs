using System.Net;
using ProductApi.Client.Headers;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Pipeline;

/// <summary>Tells what an answer asks for: from its status, its headers and the caller's <see cref="ProductClientOptions.ResponseRule"/>.
/// The only place that reads Retry-After and the quota headers.</summary>
internal sealed class ResponseClassifier(ProductClientOptions options, TimeProvider time)
{
    // RFC 8470, section 5.2.
    private const HttpStatusCode TooEarly = (HttpStatusCode)425;

    // Used by well-known services, whatever they are registered for: 420 "Enhance Your Calm", 508 "Resource limit is reached" and 529 "Site
    // is overloaded" always mean the load; 430 means it only where it says when to come back, as a 403 does.
    private const HttpStatusCode EnhanceYourCalm = (HttpStatusCode)420;
    private const HttpStatusCode ShopRefuses = (HttpStatusCode)430;
    private const HttpStatusCode ResourceLimit = HttpStatusCode.LoopDetected;
    private const HttpStatusCode Overloaded = (HttpStatusCode)529;

    // A wait that only a clock makes too long is asked about again, so many seconds later.
    private const double Soon = 1;

    // Seconds; the item's back-off is longer.
    private const double AtOnce = 0.001;

    public bool HasRule => options.ResponseRule is not null;

    public static AttemptOutcome Classify(HttpStatusCode status, bool isToldToWait = false) => status switch
    {
        HttpStatusCode.TooManyRequests or EnhanceYourCalm => AttemptOutcome.Throttled,
        HttpStatusCode.Forbidden or ShopRefuses when isToldToWait => AttemptOutcome.Throttled,
        _ when IsBusy(status) => AttemptOutcome.Busy,
        HttpStatusCode.NotImplemented or HttpStatusCode.HttpVersionNotSupported when !isToldToWait => AttemptOutcome.Served,
        HttpStatusCode.RequestTimeout or TooEarly or >= HttpStatusCode.InternalServerError => AttemptOutcome.Faulted,
        _ => AttemptOutcome.Served,
    };

    /// <summary>Whether the host has too much to do.</summary>
    public static bool IsBusy(HttpStatusCode status) => status is HttpStatusCode.ServiceUnavailable or ResourceLimit or Overloaded;

    /// <summary>Judges an answer whose body has arrived; the caller's rule is asked.</summary>
    /// <returns>Null: a success that asks for nothing.</returns>
    /// <exception cref="ResponseRuleException">The caller's rule threw.</exception>
    public ResponseVerdict? Judge(HttpResponseMessage response, ReadOnlyMemory<byte> body) =>
        Judge(response, options.ResponseRule is { } rule ? Ask(rule, response, body) : null);

    /// <summary>Judges an answer by its status and headers alone, or as the caller's rule has said.</summary>
    /// <returns>Null: a success that asks for nothing.</returns>
    public ResponseVerdict? Judge(HttpResponseMessage response, ResponseAdvice? advice = null)
    {
        var quota = RateLimitHeaders.Read(response.Headers, time);
        var told = advice is { Wait: { } advised } ? new ToldWait(advised, RestsOnClock: false)
            : MayAskToWait(response.StatusCode, advice) ? RetryAfterHeader.Read(response.Headers, time)
            : null;
        if (response.IsSuccessStatusCode && told is null && quota is null && advice is null && !HasRule)
            return null;

        // Who says 60000 and means milliseconds tells the seconds with the quota.
        if (told is { } wait && IsTooLong(wait) && quota is { Remaining: 0, Reset: { Ticks: > 0 } reset } && reset < wait.Length)
            told = wait with { Length = reset };

        var isToldToWait = told is not null || quota is { Remaining: 0 } and ({ Reset.Ticks: > 0 } or { IsAboutToEnd: true });
        var outcome = Classify(response.StatusCode, isToldToWait, advice);
        return new ResponseVerdict(outcome)
        {
            Wait = told?.Length ?? TimeSpan.Zero,
            IsWaitTooLong = told is { } announced && IsTooLong(announced),
            OwnWait = IsItemsAlone(response.StatusCode, outcome, advice) ? OwnWait(outcome, told) : 0,
            Quota = quota,
            Advice = advice?.Kind,
        };
    }

    private static ResponseAdvice? Ask(Func<ProductResponse, ResponseAdvice?> rule, HttpResponseMessage response, ReadOnlyMemory<byte> body)
    {
        try
        {
            return rule(new ProductResponse(response, body));
        }
        catch (Exception exception)
        {
            throw new ResponseRuleException(exception);
        }
    }

    private static AttemptOutcome Classify(HttpStatusCode status, bool isToldToWait, ResponseAdvice? advice) => advice?.Kind switch
    {
        ResponseAdviceKind.PushBack when IsBusy(status) => AttemptOutcome.Busy,
        ResponseAdviceKind.PushBack => AttemptOutcome.Throttled,
        ResponseAdviceKind.Transient => AttemptOutcome.Faulted,
        ResponseAdviceKind.Final => AttemptOutcome.Served,
        _ => Classify(status, isToldToWait),
    };

    // A product may come with a Retry-After: it says when to ask for it again.
    private static bool MayAskToWait(HttpStatusCode status, ResponseAdvice? advice) =>
        status is not (>= HttpStatusCode.OK and < HttpStatusCode.Ambiguous) || status == HttpStatusCode.Accepted
        || advice is { Kind: not ResponseAdviceKind.Final };

    // What is wrong with the key, and what does not exist, no wait can mend. A redirect is not followed, now or later.
    private static bool IsItemsAlone(HttpStatusCode status, AttemptOutcome outcome, ResponseAdvice? advice) => outcome switch
    {
        AttemptOutcome.Faulted => true,
        AttemptOutcome.Served when advice is null => status is HttpStatusCode.Accepted
            or (>= HttpStatusCode.BadRequest and not (HttpStatusCode.Unauthorized or HttpStatusCode.NotFound or HttpStatusCode.Gone)),
        _ => false,
    };

    private bool IsTooLong(ToldWait told) => told.Length > options.MaxRetryAfter;

    private double OwnWait(AttemptOutcome outcome, ToldWait? told)
    {
        if (told is not { } wait)
            return 0;
        if (wait.RestsOnClock && IsTooLong(wait))
            return Math.Min(Soon, options.MaxRetryAfter.TotalSeconds);

        // "Come back at once" is for later, too: what failed in earnest is retried anyway.
        var least = outcome == AttemptOutcome.Served ? AtOnce : 0;
        return Math.Max(least, wait.Length.TotalSeconds);
    }
}
