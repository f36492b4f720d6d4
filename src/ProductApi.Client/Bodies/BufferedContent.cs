using System.Net;

namespace ProductApi.Client.Bodies;

/// <summary>A body that has arrived in full; gone when the response is disposed of.</summary>
/// <param name="body">The body, in one piece.</param>
internal sealed class BufferedContent(BodyBuffer body) : HttpContent
{
    private bool _isDisposed;

    /// <exception cref="ObjectDisposedException">The response is disposed of; the memory is somebody else's now.</exception>
    public ReadOnlyMemory<byte> Bytes
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return body.Bytes;
        }
    }

    /// <summary>Whether the server may have meant to send more.</summary>
    public bool IsCut => body.IsCut;

    /// <summary>The original's Content-Type as it came, where its headers are not taken over; null when there was none.</summary>
    public string? ContentType { get; init; }

    /// <summary>What the attempt made of the answer: kept here, so that nothing else holds on to an answer that may quote the
    /// key.</summary>
    public object? Verdict { get; set; }

    /// <summary>Takes over headers as they came, unparsed: but for those that do not hold for the bytes here.</summary>
    public void CopyHeaders(HttpContent original)
    {
        foreach (var (name, values) in original.Headers.NonValidated)
        {
            if (!Is(name, "Content-Length") && !Is(name, "Content-Encoding"))
                Headers.TryAddWithoutValidation(name, values);
        }
    }

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
            body.Dispose();
        }

        base.Dispose(disposing);
    }

    private static bool Is(string name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);
}
