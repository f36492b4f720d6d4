using System.Net.Http.Headers;

namespace ProductApi.Client.Headers;

/// <summary>Reads a quota that stands in two headers, as most servers still send it.</summary>
internal static class QuotaPairs
{
    private static readonly string[] Prefixes = ["RateLimit-", "X-RateLimit-", "X-Rate-Limit-", "Rate-Limit-"];

    private const string Remaining = "Remaining";

    // A reset that needs no clock first.
    private static readonly (string Remaining, string[] Resets)[] Suffixes =
    [
        ("Remaining", ["Reset-After", "Reset-Ms", "Reset"]),
        ("Requests-Left", ["Time-Reset-Ms"]),
        ("Requests-Remaining", ["Requests-Reset"]),
        ("Remaining-Requests", ["Reset-Requests"]),
    ];

    private static readonly (string Remaining, string[] Resets)[] Names =
    [
        .. from prefix in Prefixes
           from suffix in Suffixes
           select (prefix + suffix.Remaining, suffix.Resets.Select(reset => prefix + reset).ToArray()),
    ];

    /// <summary>Whether it is what is left of a quota, behind a name of the vendor's own.</summary>
    public static bool IsOfVendor(ReadOnlySpan<char> name) =>
        name.EndsWith("-RateLimit-" + Remaining, StringComparison.OrdinalIgnoreCase)
        || name.EndsWith("-Rate-Limit-" + Remaining, StringComparison.OrdinalIgnoreCase);

    /// <summary>The tightest quota of the first pair that can be read.</summary>
    public static Quota? Read(HttpResponseHeaders headers, AnswerClock clock)
    {
        foreach (var (remaining, resets) in Names)
        {
            if (!headers.NonValidated.TryGetValues(remaining, out var lefts))
                continue;

            foreach (var reset in resets)
            {
                if (headers.NonValidated.TryGetValues(reset, out var ends)
                    && Read(HeaderList.Members(lefts), HeaderList.Members(ends), ToldTime.IsNamedInMilliseconds(reset), clock) is { } quota)
                    return quota;
            }
        }

        return ReadOfVendor(headers, clock);
    }

    // X-Shop-RateLimit-Remaining and X-Shop-RateLimit-Reset: a name of the vendor's own in front.
    private static Quota? ReadOfVendor(HttpResponseHeaders headers, AnswerClock clock)
    {
        foreach (var (name, lefts) in headers.NonValidated)
        {
            if (IsOfVendor(name)
                && headers.NonValidated.TryGetValues(name[..^Remaining.Length] + "Reset", out var ends)
                && Read(HeaderList.Members(lefts), HeaderList.Members(ends), isInMilliseconds: false, clock) is { } quota)
                return quota;
        }

        return null;
    }

    private static Quota? Read(string[] lefts, string[] ends, bool isInMilliseconds, AnswerClock clock)
    {
        Quota? tightest = null;
        for (var i = 0; i < lefts.Length && ends.Length > 0; i++)
            tightest = Quota.Tighter(tightest, Quota.From(lefts[i], ends[Math.Min(i, ends.Length - 1)], isInMilliseconds, clock));
        return tightest;
    }
}
