using System.IO.Compression;
using System.Net.Http.Headers;
using System.Runtime.InteropServices;

namespace ProductApi.Client.Bodies;

/// <summary>Decompresses a body that has arrived (RFC 9110, section 8.4.1). In one go: a decoder holds up to 16 MB of its own, and one that
/// waits for the network would hold it for every request in flight. SocketsHttpHandler's own decompression does, and it parses and adds
/// three header values to each request.</summary>
internal sealed class ContentDecoder
{
    public const string Accepted = "gzip, deflate, br";

    // Nobody needs more, and each layer multiplies what a small body can become.
    private const int MaxLayers = 2;

    // What a wide window took stays with the part of the native heap that its thread uses: those that queue up are decoded on one thread.
    private readonly TaskScheduler _oneAtATime = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;

    /// <summary>Decodes up to <paramref name="limit"/> bytes and releases the encoded ones; what is encoded in a way that is not known
    /// stays as it is, and will be no JSON.</summary>
    /// <exception cref="InvalidDataException">The body is not what its encoding says.</exception>
    public ValueTask<BufferedContent> DecodeAsync(
        BufferedContent body, HttpContentHeaders headers, int limit, CancellationToken cancellationToken)
    {
        var encodings = headers.NonValidated["Content-Encoding"].ToString().ToLowerInvariant()
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(encoding =>
                encoding != "identity").ToArray();
        return encodings.Length <= MaxLayers && encodings.All(encoding => encoding is "gzip" or "x-gzip" or "deflate" or "br")
            ? DecodeAsync(body, encodings, limit, cancellationToken)
            : new(body);
    }

    private async ValueTask<BufferedContent> DecodeAsync(
        BufferedContent body, string[] encodings, int limit, CancellationToken cancellationToken)
    {
        foreach (var encoding in Enumerable.Reverse(encodings))
        {
            var encoded = body;
            encoded.Complete();
            var bytes = encoded.Bytes;
            try
            {
                body = encoding == "br" && HasWideWindow(bytes.Span)
                    ? await Task.Factory.StartNew(
                        () => Decode(bytes, encoding, limit), cancellationToken, TaskCreationOptions.None, _oneAtATime)
                        .ConfigureAwait(false)
                    : Decode(bytes, encoding, limit);
            }
            finally
            {
                encoded.Release();
            }

            if (body.IsCut)
                break;

            body.IsCut = encoded.IsCut;
        }

        return body;
    }

    private static BufferedContent Decode(ReadOnlyMemory<byte> body, string encoding, int limit)
    {
        var decoded = new BufferedContent();
        try
        {
            using var decoder = CreateDecoder(body, encoding);
            while (!decoded.IsCut && decoder.Read(decoded.FreeUpTo(limit + 1).Span) is > 0 and var read)
                decoded.Advance(read, limit);
            return decoded;
        }
        catch (Exception exception) when (exception is InvalidDataException or InvalidOperationException or IOException)
        {
            decoded.Dispose();

            // The Brotli decoder throws InvalidOperationException.
            throw exception as InvalidDataException ?? new InvalidDataException(exception.Message, exception);
        }
    }

    private static MemoryStream AsStream(ReadOnlyMemory<byte> body) => MemoryMarshal.TryGetArray(body, out var bytes)
        ? new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false)
        : new MemoryStream(body.ToArray(), writable: false);

    private static Stream CreateDecoder(ReadOnlyMemory<byte> body, string encoding) => encoding switch
    {
        "br" => new BrotliStream(AsStream(body), CompressionMode.Decompress),
        "deflate" when IsZlib(body.Span) => new ZLibStream(AsStream(body), CompressionMode.Decompress),
        "deflate" => new DeflateStream(AsStream(body), CompressionMode.Decompress),
        _ => new GZipStream(AsStream(body), CompressionMode.Decompress),
    };

    // 8 or 16 MB (RFC 7932, section 9.1).
    private static bool HasWideWindow(ReadOnlySpan<byte> brotli) => !brotli.IsEmpty && (brotli[0] & 0x0F) is 0x0D or 0x0F;

    // Some servers leave the wrapper out that the standard asks for (RFC 9110, section 8.4.1.2); its first byte ends in 8 (RFC 1950).
    private static bool IsZlib(ReadOnlySpan<byte> body) => body.IsEmpty || (body[0] & 0x0F) == 8;
}
