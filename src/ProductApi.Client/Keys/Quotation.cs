using System.Globalization;
using System.Net;

namespace ProductApi.Client.Keys;

/// <summary>Finds a secret in a text that may quote each of its characters in another way: as it is, percent-encoded (also twice), as JSON
/// escapes it, or as HTML does; in any case.</summary>
internal static class Quotation
{
    /// <summary>The most characters that one character is usually quoted with, as in <c>\u002F</c>.</summary>
    public const int LongestCharacter = 6;

    private const int LongestEntity = 10;

    /// <returns>Where it begins; -1: nowhere.</returns>
    public static int Find(ReadOnlySpan<char> text, string secret, out int length)
    {
        ReadOnlySpan<char> beginnings = [char.ToLowerInvariant(secret[0]), char.ToUpperInvariant(secret[0]), '%', '\\', '&', '+'];
        for (var at = 0; text[at..].IndexOfAny(beginnings) is >= 0 and var next; at++)
        {
            at += next;
            length = LengthAt(text[at..], secret);
            if (length > 0)
                return at;
        }

        length = 0;
        return -1;
    }

    private static int LengthAt(ReadOnlySpan<char> text, string secret)
    {
        // A secret that itself looks like an escaped text.
        if (text.StartsWith(secret, StringComparison.OrdinalIgnoreCase))
            return secret.Length;

        var length = 0;
        foreach (var character in secret)
        {
            var taken = LengthAt(text[length..], character);
            if (taken == 0)
                return 0;
            length += taken;
        }

        return length;
    }

    private static int LengthAt(ReadOnlySpan<char> text, char character)
    {
        if (text.IsEmpty)
            return 0;
        if (Unquote(text, out var length) is { } meant && IsSame(meant, character))
            return length;
        if (text.StartsWith("%25", StringComparison.Ordinal) && Hexadecimal(text[3..], 2) is { } twice && IsSame(twice, character))
            return 5;
        return IsSame(text[0], character) || (character == ' ' && text[0] == '+') ? 1 : 0;
    }

    private static char? Unquote(ReadOnlySpan<char> text, out int length)
    {
        switch (text)
        {
            case ['%', ..]:
                length = 3;
                return Hexadecimal(text[1..], 2);
            case ['\\', 'u' or 'U', ..]:
                length = 6;
                return Hexadecimal(text[2..], 4);
            case ['\\', '/' or '\\' or '"' or '\'', ..]:
                length = 2;
                return text[1];
            case ['&', ..]:
                length = text[..Math.Min(text.Length, LongestEntity)].IndexOf(';') + 1;
                return length > 0 && WebUtility.HtmlDecode(text[..length].ToString()) is { Length: 1 } entity ? entity[0] : null;
            default:
                length = 0;
                return null;
        }
    }

    private static char? Hexadecimal(ReadOnlySpan<char> text, int digits) =>
        text.Length >= digits && ushort.TryParse(text[..digits], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            ? (char)code
            : null;

    private static bool IsSame(char left, char right) => left == right || char.ToUpperInvariant(left) == char.ToUpperInvariant(right);
}
