using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;

namespace ProductApi.Client.Keys;

/// <summary>One text that must not be seen, in every form in which a server, a proxy or the platform may quote it.</summary>
[DebuggerDisplay("***")]
internal sealed class Secret
{
    // Shorter ones would be found in texts that have nothing to do with them.
    private const int LeastEncoded = 6;
    public const string Mask = "***";

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly string[] _forms;

    // What stands around them in Base64 may be the same secret's.
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly string[] _base64;

    public Secret(string value)
    {
        Value = value;
        string[] written =
        [
            value, JavaScriptEncoder.Default.Encode(value), value.Replace("/", "\\/", StringComparison.Ordinal),
            Uri.EscapeDataString(value), WebUtility.HtmlEncode(value),
        ];
        var isLong = value.Length >= LeastEncoded;
        string[] plainHexadecimal = isLong ? [Convert.ToHexString(Encoding.UTF8.GetBytes(value))] : [];
        _forms = [.. written.Concat(written.Select(Hexadecimal)).Concat(plainHexadecimal).Distinct()
            .OrderByDescending(form => form.Length)];
        _base64 = isLong ? [.. Enumerable.Range(0, 3).Select(offset => Base64(value, offset)).SelectMany(BothAlphabets).Distinct()] : [];
        LongestQuotation = Math.Max(Quotation.LongestCharacter * value.Length, _forms[0].Length);
    }

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string Value { get; }

    public int LongestQuotation { get; }

    public bool IsQuotedIn(string text) =>
        _forms.Concat(_base64).Any(form => Quotation.Find(text, form, out _) >= 0);

    public string HideIn(string text)
    {
        foreach (var form in _forms)
            text = Hide(text, form, isInBase64: false);
        foreach (var form in _base64)
            text = Hide(text, form, isInBase64: true);
        return text;
    }

    private static string Hide(string text, string form, bool isInBase64)
    {
        for (var from = 0; from < text.Length
            && Quotation.Find(text.AsSpan(from), form, out var length) is >= 0 and var at; from += Mask.Length)
        {
            var (start, end) = (from + at, from + at + length);
            while (isInBase64 && start > from && IsBase64(text[start - 1]))
                start--;
            while (isInBase64 && end < text.Length && IsBase64(text[end]))
                end++;
            text = string.Concat(text.AsSpan(0, start), Mask, text.AsSpan(end));
            from = start;
        }

        return text;
    }

    private static bool IsBase64(char character) =>
        char.IsAsciiLetterOrDigit(character) || character is '+' or '/' or '-' or '_' or '=' or '%';

    private static string Hexadecimal(string text) => BitConverter.ToString(Encoding.Latin1.GetBytes(text));

    // The characters that depend on nothing else, for each place that the secret can have in a group of three bytes.
    private static string Base64(string text, int offset)
    {
        byte[] bytes = [.. new byte[offset], .. Encoding.UTF8.GetBytes(text)];
        return Convert.ToBase64String(bytes)[(offset == 0 ? 0 : offset + 1)..(bytes.Length * 8 / 6)];
    }

    private static IEnumerable<string> BothAlphabets(string base64) => [base64, base64.Replace('+', '-').Replace('/', '_')];
}
