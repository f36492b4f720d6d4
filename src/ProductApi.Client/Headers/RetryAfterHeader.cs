using System.Net.Http.Headers;

namespace ProductApi.Client.Headers;

/// <summary>Reads Retry-After (RFC 9110, section 10.2.3) from the raw values: real servers send numbers, dates and durations that the typed
/// header does not accept, and other names beside it. What is malformed counts as absent.</summary>
internal static class RetryAfterHeader
{
    // Milliseconds first: a Retry-After beside them was rounded.
    private static readonly string[] Names =
    [
        "Retry-After-Ms",
        "X-Ms-Retry-After-Ms",
        "X-Retry-After-Ms",
        "X-Rate-Limit-Retry-After-Milliseconds",
        "Retry-After",
        "X-Retry-After",
        "X-RateLimit-Retry-After",
        "X-Rate-Limit-Retry-After-Seconds",
    ];

    /// <summary>The longest announced wait that can be read, and whether it rests on a clock or a date; null when there is none.</summary>
    public static ToldWait? Read(HttpResponseHeaders headers, TimeProvider time)
    {
        AnswerClock? clock = null;
        ToldWait? longest = null;
        foreach (var name in Names)
        {
            if (!headers.NonValidated.TryGetValues(name, out var values))
                continue;

            clock ??= new AnswerClock(headers, time);
            longest = Longest(longest, values, ToldTime.IsNamedInMilliseconds(name), clock);
            if (longest is { Length.Ticks: > 0 })
                return longest;
        }

        return longest;
    }

    private static ToldWait? Longest(ToldWait? longest, HeaderStringValues values, bool isInMilliseconds, AnswerClock clock)
    {
        foreach (var value in HeaderList.Members(values))
        {
            if (ToldTime.TryParse(value, isInMilliseconds, out var told)
                && clock.Until(told) is var wait
                && (longest is not { } known || wait > known.Length))
                longest = new ToldWait(wait, told.IsPointInTime && wait > TimeSpan.Zero);
        }

        return longest;
    }
}
