using System.Net.Http.Headers;

namespace ProductApi.Client.Headers;

/// <summary>Reads what a server says is left of its limit: the RateLimit fields of the IETF draft (draft-ietf-httpapi-ratelimit-headers) in
/// their older and newer forms, then the X-RateLimit headers that came before. What is malformed counts as absent.</summary>
internal static class RateLimitHeaders
{
    // Whether a reset is a wait, seconds or milliseconds since 1970 is told by its size: real limiters use one name for all three.
    private const double SmallestEpochMilliseconds = 1e11;
    private const double SmallestEpochSeconds = 1e9;

    private static readonly (string Remaining, string Reset)[] Pairs =
    [
        ("RateLimit-Remaining", "RateLimit-Reset"),
        ("X-RateLimit-Remaining", "X-RateLimit-Reset"),
        ("X-Rate-Limit-Remaining", "X-Rate-Limit-Reset"),
    ];

    /// <summary>The tightest quota that can be read; null when there is none.</summary>
    public static Quota? Read(HttpResponseHeaders headers, TimeProvider time)
    {
        if (ReadStructured(headers, time) is { } structured)
            return structured;

        foreach (var (remaining, reset) in Pairs)
        {
            if (headers.NonValidated.TryGetValues(remaining, out var left) && headers.NonValidated.TryGetValues(reset, out var ends)
                && ReadPair(left, ends, new ResponseDate(headers, time)) is { } quota)
                return quota;
        }

        return null;
    }

    private static Quota? ReadStructured(HttpResponseHeaders headers, TimeProvider time)
    {
        if (!headers.NonValidated.TryGetValues("RateLimit", out var lines))
            return null;

        var foreign = headers.NonValidated.TryGetValues("RateLimit-Policy", out var policies) ? PoliciesInOtherUnits(policies) : [];
        Quota? tightest = null;
        var older = new StructuredItem();
        var answer = new ResponseDate(headers, time);
        foreach (var line in lines)
        {
            foreach (var item in StructuredItem.ParseList(line))
            {
                older.Merge(item);
                if (!foreign.Contains(item.Name))
                    tightest = Tighter(tightest, Make(item["r"], item["t"], answer));
            }
        }

        // draft-7: RateLimit: limit=100, remaining=50, reset=5
        return tightest ?? Make(older["remaining"], older["reset"], answer);
    }

    private static HashSet<string> PoliciesInOtherUnits(HeaderStringValues policies) =>
        [.. policies.SelectMany(StructuredItem.ParseList).Where(policy => policy["qu"] is { } unit && unit != "requests").Select(policy => policy.Name)];

    private static Quota? ReadPair(HeaderStringValues remaining, HeaderStringValues reset, ResponseDate answer)
    {
        var lefts = Values(remaining);
        var ends = Values(reset);
        Quota? tightest = null;
        for (var i = 0; i < lefts.Length && ends.Length > 0; i++)
            tightest = Tighter(tightest, Make(lefts[i], ends[Math.Min(i, ends.Length - 1)], answer));
        return tightest;
    }

    private static string[] Values(HeaderStringValues lines) =>
        [.. lines.SelectMany(line => line.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];

    private static Quota? Make(string? remaining, string? reset, ResponseDate answer)
    {
        if (!HeaderTime.TryParseNumber(remaining, out var left) || !HeaderTime.TryParseNumber(reset, out var ends))
            return null;

        return new Quota((long)Math.Min(left, long.MaxValue / 2), ends switch
        {
            >= SmallestEpochMilliseconds => SinceEpoch(ends / 1000),
            >= SmallestEpochSeconds => SinceEpoch(ends),
            _ => HeaderTime.FromSeconds(ends),
        }, IsPointInTime: ends >= SmallestEpochSeconds);

        TimeSpan SinceEpoch(double seconds) =>
            HeaderTime.FromSeconds(seconds - (answer.SentAt - DateTimeOffset.UnixEpoch).TotalSeconds);
    }

    private static Quota? Tighter(Quota? left, Quota? right)
    {
        if (left is not { } one || right is not { } other)
            return left ?? right;

        return other.Remaining < one.Remaining || (other.Remaining == one.Remaining && other.Reset > one.Reset) ? right : left;
    }
}
