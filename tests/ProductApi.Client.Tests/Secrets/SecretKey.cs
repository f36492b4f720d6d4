using System.Net;
using System.Text;
using System.Text.Json;

namespace ProductApi.Client.Tests.Secrets;

/// <summary>A key nobody else in the process has, full of characters that look different in an address, in JSON and in a page.</summary>
internal sealed class SecretKey
{
    // Whoever reads the first half of a key has most of it.
    private const int Half = 12;

    public SecretKey()
    {
        Value = $"k+/{Guid.NewGuid():N}<&'>==";
        string[] forms =
        [
            Value, Uri.EscapeDataString(Value), WebUtility.HtmlEncode(Value), JsonEncodedText.Encode(Value).ToString(),
            Value.Replace("/", "\\/", StringComparison.Ordinal), BitConverter.ToString(Encoding.Latin1.GetBytes(Value)), .. Base64(Value),
        ];
        Forms = [.. forms.Distinct()];
    }

    public string Value { get; }

    public IReadOnlyList<string> Forms { get; }

    /// <summary>Rows of a test: each case with the key in either kind of header, and the scheme that belongs to it.</summary>
    public static TheoryData<string, string, string> InEachHeader(IEnumerable<string> cases)
    {
        var rows = new TheoryData<string, string, string>();
        foreach (var name in cases)
        {
            rows.Add(name, "Authorization", "Bearer");
            rows.Add(name, "X-Api-Key", "");
        }

        return rows;
    }

    public bool IsIn(string text) => Forms.Any(form => text.Contains(form[..Half], StringComparison.OrdinalIgnoreCase));

    // The characters of its own in each of the three ways in which it can lie across the groups of three bytes.
    private static IEnumerable<string> Base64(string text) => Enumerable.Range(0, 3).Select(offset =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(new string(' ', offset) + text))[(offset == 0 ? 0 : offset + 1)..^4]);
}
