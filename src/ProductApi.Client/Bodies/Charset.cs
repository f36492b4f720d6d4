using System.Text;
using System.Text.Json;

namespace ProductApi.Client.Bodies;

/// <summary>Turns a body into UTF-8, in which JSON is read. UTF-8 and what is not declared otherwise is handed on as it is.</summary>
internal static class Charset
{
    private const string Parameter = "charset";

    // Code pages.
    private const int Utf8 = 65001;
    private const int Utf16 = 1200;
    private const int Utf16BigEndian = 1201;
    private const int Utf32 = 12000;
    private const int UsAscii = 20127;

    /// <summary>The body as UTF-8, without a byte order mark.</summary>
    /// <exception cref="JsonException">The body is not in the charset that it is declared or marked to be in.</exception>
    public static ReadOnlySpan<byte> ToUtf8(HttpContent content, ReadOnlySpan<byte> body)
    {
        var encoding = Find(content, body, DecoderFallback.ExceptionFallback, out var markLength);
        try
        {
            return Convert(encoding, body[markLength..]);
        }
        catch (DecoderFallbackException)
        {
            throw new JsonException($"The body is not {encoding!.WebName}, as it is declared or marked to be.");
        }
    }

    /// <summary>The body as UTF-8, to be quoted: what does not fit the charset is replaced.</summary>
    public static ReadOnlySpan<byte> ToReadableUtf8(HttpContent content, ReadOnlySpan<byte> body)
    {
        var encoding = Find(content, body, DecoderFallback.ReplacementFallback, out var markLength);
        return Convert(encoding, body[markLength..]);
    }

    /// <summary>The charset that the server declared; empty when it declared none.</summary>
    public static ReadOnlySpan<char> DeclaredName(HttpContent content) => DeclaredName(ContentType(content));

    private static string? ContentType(HttpContent content) => content is BufferedContent { ContentType: { } buffered }
        ? buffered
        : content.Headers.NonValidated.TryGetValues("Content-Type", out var values) ? values.ToString() : null;

    private static ReadOnlySpan<char> DeclaredName(string? contentType)
    {
        for (var rest = contentType.AsSpan(); rest.IndexOf(';') is >= 0 and var next;)
        {
            rest = rest[(next + 1)..].TrimStart();
            if (!rest.StartsWith(Parameter, StringComparison.OrdinalIgnoreCase))
                continue;

            var value = rest[Parameter.Length..].TrimStart();
            if (value is ['=', ..])
                return (value.IndexOf(';') is >= 0 and var end ? value[1..end] : value[1..]).Trim(" \t\"'");
        }

        return default;
    }

    // A mark tells more than a declaration. UTF-32's little-endian mark begins with that of UTF-16.
    private static Encoding? Find(HttpContent content, ReadOnlySpan<byte> body, DecoderFallback fallback, out int markLength)
    {
        (var codePage, markLength) = body switch
        {
            [0xEF, 0xBB, 0xBF, ..] => (Utf8, 3),
            [0xFF, 0xFE, 0, 0, ..] => (Utf32, 4),
            [0xFF, 0xFE, ..] => (Utf16, 2),
            [0xFE, 0xFF, ..] => (Utf16BigEndian, 2),
            _ => (0, 0),
        };
        return codePage switch
        {
            0 => FindDeclared(DeclaredName(content), body, fallback),
            Utf8 => null,
            _ => Encoding.GetEncoding(codePage, EncoderFallback.ReplacementFallback, fallback),
        };
    }

    private static Encoding? FindDeclared(ReadOnlySpan<char> name, ReadOnlySpan<byte> body, DecoderFallback fallback)
    {
        if (name.IsEmpty || Is(name, "utf-8") || Is(name, "utf8"))
            return null;

        try
        {
            var encoding = Encoding.GetEncoding(name.ToString(), EncoderFallback.ReplacementFallback, fallback);
            return encoding.CodePage switch
            {
                // ASCII is a part of UTF-8, which is what servers mean that declare it and send more.
                Utf8 or UsAscii => null,

                // JSON begins with an ASCII character, so its first byte tells the order.
                Utf16 when body is [0, ..] => Encoding.GetEncoding(Utf16BigEndian, EncoderFallback.ReplacementFallback, fallback),
                _ => encoding,
            };
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private static bool Is(ReadOnlySpan<char> name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static ReadOnlySpan<byte> Convert(Encoding? encoding, ReadOnlySpan<byte> body) =>
        encoding is null ? body : Encoding.UTF8.GetBytes(encoding.GetString(body));
}
