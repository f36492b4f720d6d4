using System.Net;
using System.Text.Json;

namespace ProductApi.Client.Bodies;

/// <summary>Tells whether a body has arrived in full, where the platform does not.</summary>
internal static class BodyEnd
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Whether only its JSON can tell if the body is whole: nothing but the end of the connection ends it (RFC 9112, section 6.3),
    /// or it is compressed, and what it was before may have been cut on its way to the compressor.</summary>
    public static bool IsUnknown(HttpResponseMessage response, long? length, bool isEncoded) =>
        response.StatusCode != HttpStatusCode.PartialContent && (isEncoded || IsEndOfConnection(response, length));

    /// <summary>Whether there is nothing in it but blanks.</summary>
    public static bool IsBlank(ReadOnlySpan<byte> body) => body.IndexOfAnyExcept(" \t\r\n"u8) < 0;

    /// <summary>Whether a stream ended before the announced length, which over HTTP/2 the platform does not check (RFC 9113, section
    /// 8.1.1).</summary>
    public static bool IsShort(HttpResponseMessage response, int length) =>
        response.Version.Major >= 2 && response.Content.Headers.ContentLength > length;

    /// <summary>Whether a JSON object or array begins and does not end.</summary>
    public static bool IsUnfinishedJson(ReadOnlySpan<byte> body)
    {
        var json = body.StartsWith(ByteOrderMark) ? body[ByteOrderMark.Length..] : body;
        var reader = new Utf8JsonReader(json, isFinalBlock: false, state: default);
        var isInside = false;
        try
        {
            while (reader.Read())
                isInside = reader.CurrentDepth > 0 || reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray;
            return isInside;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Whether nothing but the end of the connection ends the body.</summary>
    public static bool IsEndOfConnection(HttpResponseMessage response, long? length) =>
        length is null && response.Version.Major < 2 && response.Headers.TransferEncodingChunked != true;
}
