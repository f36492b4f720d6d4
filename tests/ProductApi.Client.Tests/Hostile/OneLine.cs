namespace ProductApi.Client.Tests.Hostile;

/// <summary>What must not stand in a line that people and log readers trust.</summary>
internal static class OneLine
{
    /// <summary>A line break of any kind, a terminal's control sequence, or a mark that turns the reading direction.</summary>
    public static bool IsBrokenBy(char c) => char.IsControl(c)
        || c is '\u2028' or '\u2029' or '\u200E' or '\u200F' or '\u061C' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
