using System.Globalization;
using System.Text;

namespace ProductApi.Client.Http;

/// <summary>Makes text from outside fit to stand in one line of a log or a message.</summary>
internal static class PlainText
{
    /// <summary>Blanks what breaks a line, steers a terminal, or is invisible and may turn the reading direction of what follows.</summary>
    public static string OneLine(string text) => text.EnumerateRunes().Any(IsUnfit)
        ? string.Concat(text.EnumerateRunes().Select(rune => IsUnfit(rune) ? " " : rune.ToString()))
        : text;

    private static bool IsUnfit(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
