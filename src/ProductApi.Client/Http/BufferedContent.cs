using System.Net;

namespace ProductApi.Client.Http;

/// <summary>A body that has arrived in full; gone when the response is disposed of.</summary>
internal sealed class BufferedContent : HttpContent
{
    private readonly BodyBuffer _body;
    private bool _isDisposed;

    public BufferedContent(BodyBuffer body, HttpContent original)
    {
        _body = body;
        Bytes = body.Complete();

        // As they came, unparsed: but for those that no longer hold for the bytes here.
        foreach (var (name, values) in original.Headers.NonValidated)
        {
            if (!name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase) && !name.Equals("Content-Encoding", StringComparison.OrdinalIgnoreCase))
                Headers.TryAddWithoutValidation(name, values);
        }
    }

    public ReadOnlyMemory<byte> Bytes { get; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(Bytes).AsTask();

    protected override bool TryComputeLength(out long length)
    {
        length = Bytes.Length;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isDisposed)
        {
            _isDisposed = true;
            _body.Dispose();
        }

        base.Dispose(disposing);
    }
}
