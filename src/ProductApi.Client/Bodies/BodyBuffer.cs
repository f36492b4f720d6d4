using System.Buffers;

namespace ProductApi.Client.Bodies;

/// <summary>Collects a body in pooled segments: what turns out to be too large has then never been copied.</summary>
internal sealed class BodyBuffer : IDisposable
{
    private const int FirstSegment = 4 * 1024;
    private const int NextSegment = 64 * 1024;

    private List<byte[]>? _full;
    private byte[] _segment = ArrayPool<byte>.Shared.Rent(FirstSegment);
    private int _used;
    private bool _isPooled = true;

    public int Length { get; private set; }

    /// <summary>Whether the body goes on where this ends, or may do so.</summary>
    public bool IsCut { get; set; }

    /// <summary>Where the next bytes go; empty only when <paramref name="most"/> bytes are there.</summary>
    public Memory<byte> FreeUpTo(int most)
    {
        if (_used == _segment.Length)
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
        IsCut = Length + count > limit;
        var kept = Math.Min(count, limit - Length);
        _used += kept;
        Length += kept;
    }

    /// <summary>The body, once it is in one piece: good until the buffer is disposed of.</summary>
    public ReadOnlyMemory<byte> Bytes => _segment.AsMemory(0, _used);

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
        Dispose();
        (_full, _segment, _used, Length, _isPooled) = (null, body, body.Length, body.Length, false);
    }

    /// <summary>A read has failed that could still write into the memory: it does not go back to the pool.</summary>
    public void Abandon() => (IsCut, _isPooled) = (true, false);

    public void Dispose()
    {
        if (!_isPooled)
            return;

        _full?.ForEach(segment => ArrayPool<byte>.Shared.Return(segment));
        ArrayPool<byte>.Shared.Return(_segment);
        _full = null;
        _segment = [];
        _used = Length = 0;
    }
}
