using System.IO.Compression;
using System.Net.Http.Headers;

namespace ProductApi.Client.Http;

/// <summary>Decompresses an answer (RFC 9110, section 8.4.1). SocketsHttpHandler can do so too, but asks for it by parsing and adding three
/// header values to each request, and with one more handler around it.</summary>
internal static class ContentDecoder
{
    public const string Accepted = "gzip, deflate, br";

    /// <summary>The decoded content; as it is where its encoding is unknown or there are several, which is then no JSON.</summary>
    public static Stream Decode(Stream content, HttpContentHeaders headers)
    {
        if (!headers.NonValidated.TryGetValues("Content-Encoding", out var encodings))
            return content;

        return encodings.ToString().Trim().ToLowerInvariant() switch
        {
            "gzip" or "x-gzip" => new GZipStream(content, CompressionMode.Decompress),
            "deflate" => new ZLibStream(content, CompressionMode.Decompress),
            "br" => new BrotliStream(content, CompressionMode.Decompress),
            _ => content,
        };
    }
}
