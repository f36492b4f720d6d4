using System.Globalization;
using System.Net.Http.Headers;

namespace ProductApi.Client.Headers;

/// <summary>The forms in which headers tell time.</summary>
internal static class HeaderTime
{
    // Longer than any wait a client would accept, and far from the ends of TimeSpan.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3650);

    /// <summary>Reads digits with an optional fraction; what is too large saturates.</summary>
    public static bool TryParseSeconds(ReadOnlySpan<char> text, out TimeSpan time)
    {
        time = default;
        if (!TryParseNumber(text, out var seconds))
            return false;

        time = FromSeconds(seconds);
        return true;
    }

    /// <summary>Reads digits with an optional fraction, and none of the words a <see cref="double"/> may be written with.</summary>
    public static bool TryParseNumber(ReadOnlySpan<char> text, out double number)
    {
        number = default;
        return text is ['.' or (>= '0' and <= '9'), ..]
            && double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>Reads the three forms of HTTP-date (RFC 9110, section 5.6.7), as the framework's own header parser does.</summary>
    public static bool TryParseDate(string text, out DateTimeOffset date)
    {
        date = default;
        if (!RetryConditionHeaderValue.TryParse(text, out var parsed) || parsed.Date is not { } found)
            return false;

        date = found;
        return true;
    }

    public static TimeSpan FromSeconds(double seconds) =>
        seconds < Longest.TotalSeconds ? TimeSpan.FromSeconds(Math.Max(0, seconds)) : Longest;
}
