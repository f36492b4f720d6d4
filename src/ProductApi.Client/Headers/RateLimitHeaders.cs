using System.Net.Http.Headers;

namespace ProductApi.Client.Headers;

/// <summary>Reads what a server says is left of its limit: the RateLimit field of the IETF draft (draft-ietf-httpapi-ratelimit-headers) in
/// its older and newer forms, then the pairs of headers that came before. What is malformed counts as absent.</summary>
internal static class RateLimitHeaders
{
    /// <summary>The tightest quota that can be read; null when there is none, or a cache repeats somebody else's.</summary>
    public static Quota? Read(HttpResponseHeaders headers, TimeProvider time)
    {
        if (!HasAny(headers))
            return null;

        var clock = new AnswerClock(headers, time);
        return clock.IsCached ? null : ReadStructured(headers, clock) ?? QuotaPairs.Read(headers, clock);
    }

    // Most answers have none: one look at each of their few headers costs less than asking for every name there is.
    private static bool HasAny(HttpResponseHeaders headers)
    {
        foreach (var header in headers.NonValidated)
        {
            var name = header.Key.AsSpan();
            if (QuotaPairs.IsOfVendor(name))
                return true;
            if (name.StartsWith("X-", StringComparison.OrdinalIgnoreCase))
                name = name[2..];
            if (name.StartsWith("Rate", StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private static Quota? ReadStructured(HttpResponseHeaders headers, AnswerClock clock)
    {
        if (!headers.NonValidated.TryGetValues("RateLimit", out var lines))
            return null;

        var foreign = headers.NonValidated.TryGetValues("RateLimit-Policy", out var policies) ? PoliciesInOtherUnits(policies) : [];
        Quota? tightest = null;
        Quota? tightestOlder = null;
        var allOlder = new StructuredItem();
        foreach (var line in lines)
        {
            var older = new StructuredItem();
            foreach (var item in StructuredItem.ParseList(line))
            {
                older.Merge(item);
                if (!foreign.Contains(item.Name))
                    tightest = Quota.Tighter(tightest, Make(item["r"], item["t"], clock));
            }

            allOlder.Merge(older);
            tightestOlder = Quota.Tighter(tightestOlder, MakeOlder(older, clock));
        }

        return tightest ?? tightestOlder ?? MakeOlder(allOlder, clock);
    }

    private static HashSet<string> PoliciesInOtherUnits(HeaderStringValues policies) =>
    [
        .. from policy in policies.SelectMany(StructuredItem.ParseList)
           where policy["qu"] is { } unit && !unit.Equals("requests", StringComparison.OrdinalIgnoreCase)
           select policy.Name,
    ];

    // draft-7: RateLimit: limit=100, remaining=50, reset=5
    private static Quota? MakeOlder(StructuredItem item, AnswerClock clock) => Make(item["remaining"], item["reset"], clock);

    private static Quota? Make(string? remaining, string? reset, AnswerClock clock) =>
        Quota.From(remaining, reset, isResetInMilliseconds: false, clock);
}
