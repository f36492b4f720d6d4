using System.Buffers;

namespace ProductApi.Client.Http;

/// <summary>Reads the body here, bounded in size, so that retries and the attempt timeout cover it, and turns every way a connection can
/// fail into <see cref="HttpRequestException"/>.</summary>
internal sealed class ResponseBufferingHandler(int maxBytes) : DelegatingHandler
{
    private const int FirstBuffer = 4 * 1024;

    // An error's body is evidence for a message, never needed in full.
    private const int MaxErrorBytes = 16 * 1024;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage? response = null;
        try
        {
            response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            var original = response.Content;
            var body = await ReadAsync(original, response.IsSuccessStatusCode, cancellationToken).ConfigureAwait(false);
            response.Content = new BufferedContent(body, original);
            original.Dispose();
            return response;
        }
        catch (OperationCanceledException exception) when (exception.InnerException is TimeoutException && !cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, "The connection could not be established in time.", exception);
        }
        catch (IOException exception)
        {
            response?.Dispose();
            var error = exception is HttpIOException http ? http.HttpRequestError : HttpRequestError.ResponseEnded;
            throw new HttpRequestException(error, "The connection failed while the answer was being read.", exception);
        }
        catch (InvalidOperationException exception) when (response is not null)
        {
            // What the Brotli decoder throws where the others throw InvalidDataException.
            response.Dispose();
            throw new InvalidDataException(exception.Message, exception);
        }
        catch
        {
            response?.Dispose();
            throw;
        }
    }

    private async ValueTask<ReadOnlyMemory<byte>> ReadAsync(HttpContent content, bool isProduct, CancellationToken cancellationToken)
    {
        var limit = isProduct ? maxBytes : Math.Min(maxBytes, MaxErrorBytes);
        if (isProduct && content.Headers.ContentLength > limit)
            throw new ResponseTooLargeException(limit);

        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = stream.ConfigureAwait(false);
        var buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        var length = 0;
        while (true)
        {
            if (length == buffer.Length)
                buffer = Grow(buffer);
            var read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
            length += read;
            if (length > limit && isProduct)
                throw new ResponseTooLargeException(limit);
            if (read == 0 || (length >= limit && !isProduct))
                break;
        }

        // Not returned when a read failed: an abandoned one could still write into it.
        var body = buffer.AsSpan(0, Math.Min(length, limit)).ToArray();
        ArrayPool<byte>.Shared.Return(buffer);
        return body;
    }

    private static byte[] Grow(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
