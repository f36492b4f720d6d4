using System.Globalization;
using System.Text;

namespace ProductApi.Client.Keys;

/// <summary>Makes text that a server or a caller wrote fit to stand in a message: short, on one line, without secrets.</summary>
internal static class SafeText
{
    // A message may quote a body and two details: 1,024 characters in all.
    private const int MaxBody = 768;
    private const int MaxDetail = 128;

    /// <summary>Blanks what breaks a line, steers a terminal, or is invisible and may turn the reading direction of what follows.</summary>
    public static string OneLine(string text) => text.EnumerateRunes().Any(IsUnfit)
        ? string.Concat(text.EnumerateRunes().Select(rune => IsUnfit(rune) ? " " : rune.ToString()))
        : text;

    public static string Detail(string? text, Secrets? secrets) => Quote(text ?? string.Empty, MaxDetail, secrets, isCut: false);

    public static string Body(ReadOnlySpan<byte> body, Secrets? secrets, bool isCut = false)
    {
        var enough = 4 * (MaxBody + (secrets?.LongestQuotation ?? 0));
        return Quote(Encoding.UTF8.GetString(body[..Math.Min(enough, body.Length)]), MaxBody, secrets, isCut
            || body.Length > enough).Trim();
    }

    private static string Quote(string text, int most, Secrets? secrets, bool isCut)
    {
        // A secret that begins before the cut is masked whole: its beginning must not show either.
        var longest = secrets?.LongestQuotation ?? 0;
        if (text.Length > most + longest)
        {
            isCut = true;
            text = text[..(most + longest)];
        }

        text = secrets?.Mask(text, isCut) ?? text;

        // ... and one that begins behind it may be halved by now.
        if (isCut)
            text = text[..Math.Max(0, text.Length - longest)];
        return OneLine(text.Length > most ? text[..most] : text);
    }

    private static bool IsUnfit(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
