using System.Globalization;
using System.Net.Http.Headers;

namespace ProductApi.Client.Headers;

/// <summary>The numbers and dates that headers are written with. None of them throws, and what is too large saturates.</summary>
internal static class HeaderTime
{
    private const double LargestNumber = long.MaxValue / 2;

    // Longer than any wait a client would accept, and far from the ends of TimeSpan.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3650);

    // ISO 8601 without separators, and how JavaScript prints a Date.
    private static readonly string[] FurtherDates = ["yyyyMMdd'T'HHmmssK", "ddd MMM d yyyy HH:mm:ss 'GMT'zzz"];

    /// <summary>Reads digits with an optional fraction, and none of the words a <see cref="double"/> may be written with.</summary>
    public static bool TryParseNumber(ReadOnlySpan<char> text, out double number)
    {
        number = default;
        if (text is not ['.' or (>= '0' and <= '9'), ..]
            || !double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number))
            return false;

        number = Math.Min(number, LargestNumber);
        return true;
    }

    /// <summary>Reads the three forms of HTTP-date (RFC 9110, section 5.6.7) as the framework's own header parser does, and ISO 8601,
    /// which is UTC where it names no zone.</summary>
    public static bool TryParseDate(string text, out DateTimeOffset date)
    {
        date = default;
        if (RetryConditionHeaderValue.TryParse(text, out var parsed))
        {
            date = parsed.Date.GetValueOrDefault();
            return parsed.Date is not null;
        }

        var written = WithoutZoneName(text);
        return IsIsoDate(written)
            ? DateTimeOffset.TryParse(written, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out date)
            : DateTimeOffset.TryParseExact(
                written, FurtherDates, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out date);
    }

    public static double SinceEpoch(DateTimeOffset date) => (date - DateTimeOffset.UnixEpoch).TotalSeconds;

    public static TimeSpan FromSeconds(double seconds) =>
        seconds < Longest.TotalSeconds ? TimeSpan.FromSeconds(Math.Max(0, seconds)) : Longest;

    private static bool IsIsoDate(ReadOnlySpan<char> text) =>
        text is [>= '0' and <= '9', _, _, >= '0' and <= '9', '-', _, _, '-', _, >= '0' and <= '9', ..];

    private static ReadOnlySpan<char> WithoutZoneName(ReadOnlySpan<char> text)
    {
        if (text is [.., ')'] && text.LastIndexOf('(') is > 0 and var start)
            return text[..start].TrimEnd();

        return text.EndsWith(" UTC", StringComparison.OrdinalIgnoreCase) ? text[..^4] : text;
    }
}
