using System.Buffers;
using System.Net;

namespace ProductApi.Client.Bodies;

/// <summary>A body that arrives, and then stays until the response is disposed of. Collected in pooled segments: what turns out to be too
/// large has then never been copied.</summary>
internal sealed class BufferedContent : HttpContent
{
    private const int FirstSegment = 4 * 1024;
    private const int NextSegment = 64 * 1024;

    private List<byte[]>? _full;
    private byte[]? _segment = ArrayPool<byte>.Shared.Rent(FirstSegment);
    private int _used;
    private bool _isPooled = true;

    public int Length => (_full?.Sum(segment => segment.Length) ?? 0) + _used;

    /// <summary>Whether the body goes on where this ends, or may do so.</summary>
    public bool IsCut { get; set; }

    /// <summary>The body, once it is in one piece.</summary>
    /// <exception cref="ObjectDisposedException">The response is disposed of; the memory is somebody else's now.</exception>
    public ReadOnlyMemory<byte> Bytes
    {
        get
        {
            ObjectDisposedException.ThrowIf(_segment is null, this);
            return _segment.AsMemory(0, _used);
        }
    }

    /// <summary>The original's Content-Type as it came, where its headers are not taken over; null when there was none.</summary>
    public string? ContentType { get; set; }

    /// <summary>What the attempt made of the answer: kept here, so that nothing else holds on to an answer that may quote the
    /// key.</summary>
    public object? Verdict { get; set; }

    /// <summary>Where the next bytes go; empty only when <paramref name="most"/> bytes are there.</summary>
    public Memory<byte> FreeUpTo(int most)
    {
        if (_used == _segment!.Length)
        {
            (_full ??= []).Add(_segment);
            _segment = ArrayPool<byte>.Shared.Rent(NextSegment);
            _used = 0;
        }

        return _segment.AsMemory(_used, Math.Min(_segment.Length - _used, most - Length));
    }

    /// <summary>Takes in what was read, up to the limit.</summary>
    public void Advance(int count, int limit)
    {
        var free = limit - Length;
        IsCut = count > free;
        _used += Math.Min(count, free);
    }

    /// <summary>Puts the body into one piece.</summary>
    public void Complete()
    {
        if (_full is null)
            return;

        var body = new byte[Length];
        var position = 0;
        foreach (var segment in _full)
        {
            segment.CopyTo(body, position);
            position += segment.Length;
        }

        _segment.AsSpan(0, _used).CopyTo(body.AsSpan(position));
        Release();
        (_segment, _used, _isPooled) = (body, body.Length, false);
    }

    /// <summary>A read has failed that could still write into the memory: it does not go back to the pool.</summary>
    public void Abandon() => (IsCut, _isPooled) = (true, false);

    /// <summary>Gives the memory back: nothing is left of the body.</summary>
    public void Release()
    {
        if (_isPooled)
        {
            _full?.ForEach(segment => ArrayPool<byte>.Shared.Return(segment));
            ArrayPool<byte>.Shared.Return(_segment!);
        }

        (_full, _segment, _used) = (null, [], 0);
    }

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
        if (disposing && _segment is not null)
        {
            Release();
            _segment = null;
        }

        base.Dispose(disposing);
    }

    private static bool Is(string name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);
}
