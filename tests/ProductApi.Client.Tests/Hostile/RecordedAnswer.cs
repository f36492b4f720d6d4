using System.Net;
using System.Runtime.ExceptionServices;

namespace ProductApi.Client.Tests.Hostile;

/// <summary>What the socket's handler made of one request: an answer, as far as anybody read it, an exception, or nothing.</summary>
internal sealed class RecordedAnswer
{
    private readonly List<byte> _body = [];
    private HttpStatusCode? _status;
    private string? _reason;
    private KeyValuePair<string, string[]>[] _headers = [];
    private KeyValuePair<string, string[]>[] _contentHeaders = [];
    private Exception? _failure;
    private bool _hasEnded;

    public async Task<HttpResponseMessage> RecordAsync(Task<HttpResponseMessage> sending, CancellationToken cancellationToken)
    {
        try
        {
            var response = await sending;
            (_status, _reason) = (response.StatusCode, response.ReasonPhrase);
            _headers = Copy(response.Headers.NonValidated);
            _contentHeaders = Copy(response.Content.Headers.NonValidated);

            // The handler has decompressed it, and what told the length is gone.
            if (response.Content.GetType().Name.Contains("Decompressed", StringComparison.Ordinal))
                _contentHeaders = [.. _contentHeaders, KeyValuePair.Create("Content-Encoding", new[] { "identity" })];
            response.Content = Content(new Tap(this, await response.Content.ReadAsStreamAsync(cancellationToken)));
            return response;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            _failure = exception;
            throw;
        }
    }

    /// <summary>The same again; where nothing more came, nothing more comes.</summary>
    public async Task<HttpResponseMessage> PlayAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        if (_status is not { } status)
        {
            await ThrowOrHangAsync(time, cancellationToken);
            throw new InvalidOperationException("Nothing comes after for ever.");
        }

        var response = new HttpResponseMessage(status) { ReasonPhrase = _reason, Content = Content(new Replay(this, time)) };
        foreach (var (name, values) in _headers)
            response.Headers.TryAddWithoutValidation(name, values);
        return response;
    }

    private async Task ThrowOrHangAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        if (_failure is not null)
            ExceptionDispatchInfo.Throw(_failure);
        await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
    }

    private StreamContent Content(Stream stream)
    {
        var content = new StreamContent(stream);
        foreach (var (name, values) in _contentHeaders)
            content.Headers.TryAddWithoutValidation(name, values);
        return content;
    }

    private static KeyValuePair<string, string[]>[] Copy(System.Net.Http.Headers.HttpHeadersNonValidated headers) =>
        [.. headers.Select(header => KeyValuePair.Create(header.Key, header.Value.ToArray()))];

    /// <summary>Lets through what is read and keeps it.</summary>
    private sealed class Tap(RecordedAnswer answer, Stream source) : ReadOnlyStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            try
            {
                var read = await source.ReadAsync(buffer, cancellationToken);
                answer._body.AddRange(buffer.Span[..read]);
                answer._hasEnded |= read == 0 && buffer.Length > 0;
                return read;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                answer._failure = exception;
                throw;
            }
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                source.Dispose();
            base.Dispose(disposing);
        }
    }

    private sealed class Replay(RecordedAnswer answer, TimeProvider time) : ReadOnlyStream
    {
        private readonly MemoryStream _rest = new([.. answer._body]);

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_rest.Read(buffer.Span) is > 0 and var read)
                return read;
            if (!answer._hasEnded)
                await answer.ThrowOrHangAsync(time, cancellationToken);
            return 0;
        }
    }
}
