namespace ProductApi.Client.Headers;

/// <summary>A time as a header tells it: seconds from when it was said, or a point in time, as seconds since 1970.</summary>
internal readonly record struct ToldTime(double Seconds, bool IsPointInTime)
{
    // Real limiters use one name for seconds to wait and for seconds and milliseconds since 1970: only the size tells them apart.
    private const double SmallestEpochMilliseconds = 1e11;
    private const double SmallestEpochSeconds = 1e9;

    /// <summary>Whether it is a point in time in whole seconds: it may have been rounded up by as much as one.</summary>
    public bool IsRoundedPointInTime => IsPointInTime && double.IsInteger(Seconds);

    /// <summary>Reads a number, a date or a duration that names its unit; <paramref name="isInMilliseconds"/> tells what a number without
    /// one counts.</summary>
    public static bool TryParse(string? text, bool isInMilliseconds, out ToldTime told)
    {
        told = default;
        if (HeaderTime.TryParseNumber(text, out var number))
            told = FromNumber(number, isInMilliseconds);
        else if (HeaderDuration.TryParse(text, out var seconds))
            told = new ToldTime(seconds, IsPointInTime: false);
        else if (text is not null && HeaderTime.TryParseDate(text, out var date))
            told = new ToldTime(HeaderTime.SinceEpoch(date), IsPointInTime: true);
        else
            return false;

        return true;
    }

    /// <summary>Whether a header of this name counts milliseconds.</summary>
    public static bool IsNamedInMilliseconds(string header) =>
        header.EndsWith("-Ms", StringComparison.OrdinalIgnoreCase) || header.EndsWith("-Milliseconds", StringComparison.OrdinalIgnoreCase);

    private static ToldTime FromNumber(double number, bool isInMilliseconds) => number switch
    {
        >= SmallestEpochMilliseconds => new ToldTime(number / 1000, IsPointInTime: true),
        >= SmallestEpochSeconds when !isInMilliseconds => new ToldTime(number, IsPointInTime: true),
        _ => new ToldTime(isInMilliseconds ? number / 1000 : number, IsPointInTime: false),
    };
}
