using System.Buffers;
using System.Globalization;

namespace ProductApi.Client.Headers;

/// <summary>Durations that name their units: "30s", "1m0s", "2 seconds", ISO 8601's "PT30S", .NET's "00:00:30". A unit of months or years
/// has no fixed length, "5:00" may be minutes or hours: neither is read.</summary>
internal static class HeaderDuration
{
    private const int LongestUnit = 12;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    public static bool TryParse(ReadOnlySpan<char> text, out double seconds)
    {
        if (text is ['P' or 'p', .. var designated])
            return TryParseDesignated(designated, out seconds);

        return text.Count(':') == 2 ? TryParseClock(text, out seconds) : TrySum(text, out seconds);
    }

    private static bool TryParseDesignated(ReadOnlySpan<char> text, out double seconds)
    {
        seconds = default;
        var separator = text.IndexOfAny('T', 't');
        if (separator < 0)
            return !HasMonths(text) && TrySum(text, out seconds);

        var (days, time) = (0.0, 0.0);
        var isRead = TrySum(text[(separator + 1)..], out time)
            && (separator == 0 || (!HasMonths(text[..separator]) && TrySum(text[..separator], out days)));
        seconds = days + time;
        return isRead;
    }

    // Before the T an M stands for months.
    private static bool HasMonths(ReadOnlySpan<char> text) => text.IndexOfAny('M', 'm') >= 0;

    private static bool TryParseClock(ReadOnlySpan<char> text, out double seconds)
    {
        var isRead = TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var time) && time >= TimeSpan.Zero;
        seconds = isRead ? time.TotalSeconds : default;
        return isRead;
    }

    // Numbers with units, from the largest unit to the smallest.
    private static bool TrySum(ReadOnlySpan<char> text, out double seconds)
    {
        seconds = default;
        var smallest = double.PositiveInfinity;
        while (!text.IsEmpty)
        {
            var digits = LengthOf(text, text.IndexOfAnyExcept(Digits));
            if (!HeaderTime.TryParseNumber(text[..digits], out var number))
                return false;

            text = text[digits..].TrimStart();
            var letters = LengthOf(text, text.IndexOfAnyExceptInRange('A', 'z'));
            if (SecondsPer(text[..letters]) is not { } unit || unit >= smallest)
                return false;

            seconds += number * unit;
            smallest = unit;
            text = text[letters..].TrimStart();
        }

        return double.IsFinite(smallest);
    }

    private static int LengthOf(ReadOnlySpan<char> text, int end) => end < 0 ? text.Length : end;

    private static double? SecondsPer(ReadOnlySpan<char> unit)
    {
        Span<char> name = stackalloc char[LongestUnit];
        var length = unit.ToLowerInvariant(name);
        return (length < 0 ? [] : name[..length]) switch
        {
            "ms" or "msec" or "msecs" or "millis" or "millisecond" or "milliseconds" => 0.001,
            "s" or "sec" or "secs" or "second" or "seconds" => 1,
            "m" or "min" or "mins" or "minute" or "minutes" => 60,
            "h" or "hr" or "hrs" or "hour" or "hours" => 3600,
            "d" or "day" or "days" => 86_400,
            "w" or "week" or "weeks" => 604_800,
            _ => null,
        };
    }
}
