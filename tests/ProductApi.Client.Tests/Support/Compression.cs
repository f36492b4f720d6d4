using System.IO.Compression;

namespace ProductApi.Client.Tests.Support;

/// <summary>Bodies as a server that compresses would send them.</summary>
internal static class Compression
{
    public static byte[] Compress(string encoding, ReadOnlySpan<byte> body)
    {
        using var compressed = new MemoryStream();
        using (Stream stream = encoding switch
        {
            "gzip" => new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true),
            "br" => new BrotliStream(compressed, CompressionLevel.Fastest, leaveOpen: true),
            "deflate" => new ZLibStream(compressed, CompressionLevel.Fastest, leaveOpen: true),
            "deflate without its wrapper" => new DeflateStream(compressed, CompressionLevel.Fastest, leaveOpen: true),
            _ => throw new ArgumentOutOfRangeException(nameof(encoding), encoding, "No encoding known here."),
        })
            stream.Write(body);

        return compressed.ToArray();
    }

    /// <summary>Asks the decoder for the most memory the format has (RFC 7932, section 9.1).</summary>
    public static byte[] CompressWithWidestWindow(ReadOnlySpan<byte> body)
    {
        const int WidestWindow = 24;
        const int Quality = 5;

        var compressed = new byte[BrotliEncoder.GetMaxCompressedLength(body.Length)];
        return BrotliEncoder.TryCompress(body, compressed, out var written, Quality, WidestWindow)
            ? compressed[..written]
            : throw new InvalidOperationException("The encoder wants more room than it said.");
    }
}
