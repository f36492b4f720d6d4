using System.Net.Http.Headers;

namespace ProductApi.Client.Headers;

/// <summary>Reads Retry-After (RFC 9110, section 10.2.3) from the raw values: real limiters send decimals and numbers that the typed header
/// does not accept. What is malformed counts as absent.</summary>
internal static class RetryAfterHeader
{
    /// <summary>The longest announced wait that can be read; zero when there is none.</summary>
    public static TimeSpan Read(HttpResponseHeaders headers, TimeProvider time)
    {
        if (!headers.NonValidated.TryGetValues("Retry-After", out var values))
            return TimeSpan.Zero;

        var longest = TimeSpan.Zero;
        var answer = new ResponseDate(headers, time);
        foreach (var value in values)
            longest = Longer(longest, Parse(value.Trim(), answer));
        return longest;
    }

    private static TimeSpan Parse(string value, ResponseDate answer)
    {
        if (HeaderTime.TryParseSeconds(value, out var seconds))
            return seconds;
        if (HeaderTime.TryParseDate(value, out var date))
            return HeaderTime.FromSeconds((date - answer.SentAt).TotalSeconds);

        // Several values in one line: "1, 120". A date's own comma was tried first.
        var longest = TimeSpan.Zero;
        foreach (var part in value.Split(',', StringSplitOptions.TrimEntries))
        {
            if (HeaderTime.TryParseSeconds(part, out seconds))
                longest = Longer(longest, seconds);
        }

        return longest;
    }

    private static TimeSpan Longer(TimeSpan left, TimeSpan right) => left > right ? left : right;
}
