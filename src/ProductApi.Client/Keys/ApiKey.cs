using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;

namespace ProductApi.Client.Keys;

/// <summary>One key. Compared by reference: what was learned under one key says nothing about the next.</summary>
[DebuggerDisplay("***")]
internal sealed class ApiKey
{
    // The forms in which it may be quoted: as it is, in JSON, in an address, in a page; and in hexadecimal, as the platform does with a
    // chunk that is none.
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly string[] _forms;

    public ApiKey(string? value, string? scheme)
    {
        Value = value;
        Credentials = string.IsNullOrEmpty(scheme) ? value : $"{scheme} {value}";
        string[] written = string.IsNullOrEmpty(value)
            ? []
            :
            [
                value, JavaScriptEncoder.Default.Encode(value), value.Replace("/", "\\/", StringComparison.Ordinal),
                Uri.EscapeDataString(value), WebUtility.HtmlEncode(value),
            ];
        _forms = [.. written.Concat(written.Select(Hexadecimal)).Distinct().OrderByDescending(form => form.Length)];
    }

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string? Value { get; }

    /// <summary>The header's value: the key behind its scheme.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string? Credentials { get; }

    public int LongestQuotation => _forms.Length == 0 ? 0 : _forms[0].Length;

    /// <summary>Takes the key out of a text that a server may have put it into.</summary>
    public string Mask(string text)
    {
        foreach (var form in _forms)
            text = text.Replace(form, "***", StringComparison.OrdinalIgnoreCase);
        return text;
    }

    public bool IsQuotedIn(string text) => _forms.Any(form => text.Contains(form, StringComparison.OrdinalIgnoreCase));

    private static string Hexadecimal(string text) => BitConverter.ToString(Encoding.Latin1.GetBytes(text));
}
