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
            var body = response.IsSuccessStatusCode
                ? await ReadProductAsync(original, cancellationToken).ConfigureAwait(false)
                : await ReadEvidenceAsync(original, RequestState.Of(request).CallerToken, cancellationToken).ConfigureAwait(false);
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
        catch
        {
            response?.Dispose();
            throw;
        }
    }

    private async ValueTask<BodyBuffer> ReadProductAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var body = new BodyBuffer();
        if (content.Headers.ContentLength > maxBytes || await ReadAsync(content, body, maxBytes, cancellationToken).ConfigureAwait(false))
            throw TooLarge(body);
        if (!ContentDecoder.IsEncoded(content.Headers, out var encoding))
            return body;

        var decoded = Decode(body, encoding, maxBytes);
        return decoded.Length <= maxBytes ? decoded : throw TooLarge(decoded);
    }

    // The status has been told and decides; a body that fails or stalls only leaves less to quote.
    private async ValueTask<BodyBuffer> ReadEvidenceAsync(HttpContent content, CancellationToken callerToken, CancellationToken cancellationToken)
    {
        var body = new BodyBuffer();
        var most = Math.Min(maxBytes, MaxErrorBytes);
        try
        {
            await ReadAsync(content, body, most, cancellationToken).ConfigureAwait(false);
            return ContentDecoder.IsEncoded(content.Headers, out var encoding) ? Decode(body, encoding, most) : body;
        }
        catch (Exception) when (!callerToken.IsCancellationRequested)
        {
            body.Abandon();
            return body;
        }
    }

    /// <returns>Whether there is more than <paramref name="limit"/> allows.</returns>
    private static async ValueTask<bool> ReadAsync(HttpContent content, BodyBuffer body, int limit, CancellationToken cancellationToken)
    {
        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
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

    private static BodyBuffer Decode(BodyBuffer encoded, string encoding, int limit)
    {
        using (encoded)
            return ContentDecoder.Decode(encoded.Complete(), encoding, limit);
    }

    private ResponseTooLargeException TooLarge(BodyBuffer body)
    {
        body.Dispose();
        return new ResponseTooLargeException(maxBytes);
    }
}
