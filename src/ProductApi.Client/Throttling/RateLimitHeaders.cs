using System.Globalization;
using System.Net.Http.Headers;

namespace ProductApi.Client.Throttling;

/// <summary>Reads what a server says about waiting (RFC 9110, section 10.2.3), from the raw values: real limiters send decimals and numbers
/// that the typed header does not accept. What is malformed counts as absent.</summary>
internal static class RateLimitHeaders
{
    // Longer than any wait a client would accept, and far from the ends of TimeSpan.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3650);

    /// <summary>The longest announced wait that can be read; zero when there is none.</summary>
    public static TimeSpan RetryAfter(HttpResponseMessage response, TimeProvider time)
    {
        if (!response.Headers.NonValidated.TryGetValues("Retry-After", out var values))
            return TimeSpan.Zero;

        var longest = TimeSpan.Zero;
        foreach (var value in values)
        {
            var wait = Parse(value.Trim(), response.Headers, time);
            if (wait > longest)
                longest = wait;
        }

        return longest;
    }

    private static TimeSpan Parse(string value, HttpResponseHeaders headers, TimeProvider time)
    {
        if (double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && !double.IsNaN(seconds))
            return seconds < Longest.TotalSeconds ? TimeSpan.FromSeconds(seconds) : Longest;

        if (TryParseDate(value, out var date))
            return date - (ResponseDate(headers) ?? time.GetUtcNow());

        // Several values in one line: "1, 120". A date's own comma was tried first.
        var longest = TimeSpan.Zero;
        if (value.Contains(','))
        {
            foreach (var part in value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                var wait = Parse(part, headers, time);
                if (wait > longest)
                    longest = wait;
            }
        }

        return longest;
    }

    private static DateTimeOffset? ResponseDate(HttpResponseHeaders headers) =>
        headers.NonValidated.TryGetValues("Date", out var values) && TryParseDate(values.ToString(), out var date) ? date : null;

    // The three forms of HTTP-date (RFC 9110, section 5.6.7), as the framework's own header parser reads them.
    private static bool TryParseDate(string value, out DateTimeOffset date)
    {
        date = default;
        return RetryConditionHeaderValue.TryParse(value, out var parsed) && parsed.Date is { } found && (date = found) != default;
    }
}
