using System.Globalization;

namespace ProductApi.Client.Sample;

/// <summary>Makes text from elsewhere safe for a terminal: it may contain anything a server cares to send.</summary>
internal static class TerminalText
{
    public static string OneLine(string text, int longest = int.MaxValue)
    {
        var safe = string.Create(text.Length, text, (span, source) =>
        {
            for (var index = 0; index < span.Length; index++)
                span[index] = IsSafe(source, index) ? source[index] : ' ';
        });
        return safe.Length <= longest ? safe : string.Concat(safe.AsSpan(0, longest), "...");
    }

    // Format characters can turn the writing direction around, and so what a reader believes to see.
    private static bool IsSafe(string text, int index) => CharUnicodeInfo.GetUnicodeCategory(text[index])
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
