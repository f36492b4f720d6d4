using System.Runtime.CompilerServices;

namespace ProductApi.Client.Http;

/// <summary>Reads the body here, decompressed and bounded in size, so that retries and the attempt timeout cover it, and turns every way a
/// connection can fail into <see cref="HttpRequestException"/>.</summary>
internal sealed class ResponseBufferingHandler(int maxBytes) : DelegatingHandler
{
    // An error's body is evidence for a message, never needed in full.
    private const int MaxErrorBytes = 16 * 1024;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage? response = null;
        try
        {
            response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            var original = response.Content;
            var body = new BodyBuffer();
            if (response.IsSuccessStatusCode)
                await ReadProductAsync(original, body, cancellationToken).ConfigureAwait(false);
            else
                await ReadEvidenceAsync(original, body, RequestState.Of(request).CallerToken, cancellationToken).ConfigureAwait(false);
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

    private async ValueTask ReadProductAsync(HttpContent content, BodyBuffer body, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > maxBytes)
            throw new ResponseTooLargeException(maxBytes);

        if (!await ReadAsync(content, body, maxBytes, cancellationToken).ConfigureAwait(false))
            return;

        body.Dispose();
        throw new ResponseTooLargeException(maxBytes);
    }

    // The status has been told and decides; a body that fails or stalls only leaves less to quote.
    private async ValueTask ReadEvidenceAsync(HttpContent content, BodyBuffer body, CancellationToken callerToken, CancellationToken cancellationToken)
    {
        try
        {
            await ReadAsync(content, body, Math.Min(maxBytes, MaxErrorBytes), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (!callerToken.IsCancellationRequested)
        {
            body.Abandon();
        }
    }

    /// <returns>Whether there is more than <paramref name="limit"/> allows.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<bool> ReadAsync(HttpContent content, BodyBuffer body, int limit, CancellationToken cancellationToken)
    {
        var stream = ContentDecoder.Decode(await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), content.Headers);
        await using var _ = stream.ConfigureAwait(false);

        while (true)
        {
            var free = body.Free;
            var read = await stream.ReadAsync(free[..Math.Min(free.Length, limit - body.Length + 1)], cancellationToken).ConfigureAwait(false);
            if (read == 0)
                return false;
            if (body.Length + read > limit)
                return true;
            body.Advance(read);
        }
    }
}
