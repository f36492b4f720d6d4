using System.Net;

namespace ProductApi.Client.Http;

/// <summary>A body that has arrived in full.</summary>
internal sealed class BufferedContent : HttpContent
{
    public BufferedContent(ReadOnlyMemory<byte> bytes, HttpContent original)
    {
        Bytes = bytes;
        foreach (var header in original.Headers)
            Headers.TryAddWithoutValidation(header.Key, header.Value);
        Headers.ContentLength = bytes.Length;
    }

    public ReadOnlyMemory<byte> Bytes { get; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(Bytes).AsTask();

    protected override bool TryComputeLength(out long length)
    {
        length = Bytes.Length;
        return true;
    }
}
