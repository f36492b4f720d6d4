using System.IO.Compression;
using System.Net.Http.Headers;
using System.Runtime.InteropServices;

namespace ProductApi.Client.Http;

/// <summary>Decompresses a body that has arrived (RFC 9110, section 8.4.1). In one go: a decoder holds up to 16 MB of its own, and one that
/// waits for the network would hold it for every request in flight. SocketsHttpHandler's own decompression does, and it parses and adds three
/// header values to each request.</summary>
internal static class ContentDecoder
{
    public const string Accepted = "gzip, deflate, br";

    /// <summary>Returns whether the body is encoded in a way that is known; several at a time are not.</summary>
    public static bool IsEncoded(HttpContentHeaders headers, out string encoding)
    {
        encoding = headers.NonValidated.TryGetValues("Content-Encoding", out var encodings) ? encodings.ToString().Trim().ToLowerInvariant() : "";
        return encoding is "gzip" or "x-gzip" or "deflate" or "br";
    }

    /// <summary>Decodes no more than one byte above <paramref name="limit"/>.</summary>
    /// <exception cref="InvalidDataException">The body is not what its encoding says.</exception>
    public static BodyBuffer Decode(ReadOnlyMemory<byte> body, string encoding, int limit)
    {
        var decoded = new BodyBuffer();
        try
        {
            using var decoder = CreateDecoder(AsStream(body), encoding);
            while (decoded.Length <= limit)
            {
                var read = decoder.Read(decoded.Free.Span[..Math.Min(decoded.Free.Length, limit - decoded.Length + 1)]);
                if (read == 0)
                    break;
                decoded.Advance(read);
            }

            return decoded;
        }
        catch (Exception exception)
        {
            decoded.Dispose();

            // The Brotli decoder throws InvalidOperationException.
            throw exception as InvalidDataException ?? new InvalidDataException(exception.Message, exception);
        }
    }

    private static MemoryStream AsStream(ReadOnlyMemory<byte> body) => MemoryMarshal.TryGetArray(body, out var bytes)
        ? new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false)
        : new MemoryStream(body.ToArray(), writable: false);

    private static Stream CreateDecoder(Stream content, string encoding) => encoding switch
    {
        "br" => new BrotliStream(content, CompressionMode.Decompress),
        "deflate" => new ZLibStream(content, CompressionMode.Decompress),
        _ => new GZipStream(content, CompressionMode.Decompress),
    };
}
