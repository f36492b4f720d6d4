using System.Net;

namespace ProductApi.Client.Tests.Properties;

/// <summary>A body on virtual time: half of it at once, then a pause, then the rest, or the end of the connection, or nothing.</summary>
/// <param name="bytes">The whole body.</param>
/// <param name="pause">How long the second half takes.</param>
/// <param name="breaks">What comes instead of the second half.</param>
/// <param name="time">The clock.</param>
/// <param name="ended">Told when the body has been read to its end (true) or is not wanted any more.</param>
internal sealed class PlannedBody(byte[] bytes, TimeSpan pause, Exception? breaks, TimeProvider time, Action<bool> ended) : HttpContent
{
    protected override Task<Stream> CreateContentReadStreamAsync() =>
        Task.FromResult<Stream>(new Halves(bytes, pause, breaks, time, ended));

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => throw new NotSupportedException();

    protected override bool TryComputeLength(out long length)
    {
        length = bytes.Length;
        return breaks is null;
    }

    protected override void Dispose(bool disposing)
    {
        ended(false);
        base.Dispose(disposing);
    }

    private sealed class Halves(byte[] bytes, TimeSpan pause, Exception? breaks, TimeProvider time, Action<bool> ended) : Stream
    {
        private int _position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => _position; set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var half = bytes.Length / 2;
            if (_position == half && pause != TimeSpan.Zero)
                await Task.Delay(pause, time, cancellationToken);
            if (_position == half && breaks is not null)
                throw breaks;

            var count = Math.Min(buffer.Length, (_position < half ? half : bytes.Length) - _position);
            bytes.AsMemory(_position, count).CopyTo(buffer);
            _position += count;
            if (count == 0)
                ended(true);
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            ended(false);
            base.Dispose(disposing);
        }
    }
}
