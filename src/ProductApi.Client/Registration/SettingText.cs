using System.Globalization;

namespace ProductApi.Client.Registration;

/// <summary>Finds what came along when a setting was copied, and says it without showing the setting.</summary>
internal static class SettingText
{
    /// <summary>The first character that must not be in an address, a path or a name: a blank or one that nobody sees.</summary>
    /// <returns>Such as "ends with a line break"; null when there is none.</returns>
    public static string? Flaw(string text) => Flaw(text, c => !char.IsWhiteSpace(c) && !IsInvisible(c), mayHoldBlanks: false);

    /// <summary>The first character of a key that no header can carry, or that a header would lose: a blank at either end.</summary>
    /// <returns>Such as "begins with a blank"; null when there is none.</returns>
    public static string? KeyFlaw(string key) => Flaw(key, c => c is > ' ' and <= '~', mayHoldBlanks: true);

    private static string? Flaw(string text, Func<char, bool> isFit, bool mayHoldBlanks)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var isAtTheEnd = string.IsNullOrWhiteSpace(text[i..]);
            if (isFit(text[i]) || (mayHoldBlanks && text[i] == ' ' && i > 0 && !isAtTheEnd))
                continue;
            if (i == 0)
                return $"begins with {Name(text[i])}";
            return isAtTheEnd ? $"ends with {Name(text[i])}" : $"contains {Name(text[i])} (character {i + 1})";
        }

        return null;
    }

    private static bool IsInvisible(char c) => char.IsControl(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format;

    private static string Name(char c) => c switch
    {
        ' ' => "a blank",
        '\t' => "a tab",
        '\r' or '\n' or '\u0085' or '\u2028' or '\u2029' => "a line break",
        _ when char.IsWhiteSpace(c) => $"the blank {Code(c)}, which is outside ASCII",
        _ when IsInvisible(c) => $"the invisible character {Code(c)}",
        _ => "a letter outside ASCII",
    };

    private static string Code(char c) => FormattableString.Invariant($"U+{(int)c:X4}");
}
