namespace ProductApi.Client.Http;

/// <summary>Reads the body here, decompressed and bounded in size, so that retries and the attempt timeout cover it, and turns every way a
/// connection can fail into <see cref="HttpRequestException"/>.</summary>
internal sealed class ResponseBufferingHandler(int maxBytes, HandlerChain handlers) : DelegatingHandler
{
    // An error's body is evidence for a message, never needed in full.
    private const int MaxErrorBytes = 16 * 1024;

    private readonly ContentDecoder _decoder = new();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // A handler of the caller's would read what comes compressed.
        if (!handlers.HasForeignHandlers && !request.Headers.NonValidated.Contains("Accept-Encoding"))
            request.Headers.TryAddWithoutValidation("Accept-Encoding", ContentDecoder.Accepted);

        HttpResponseMessage? response = null;
        try
        {
            response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            var original = response.Content;
            var body = response.IsSuccessStatusCode
                ? await ReadProductAsync(original, cancellationToken).ConfigureAwait(false)
                : await ReadEvidenceAsync(original, RequestState.Of(request).CallerToken, cancellationToken).ConfigureAwait(false);
            var buffered = new BufferedContent(body);
            if (handlers.HasForeignHandlers)
                buffered.CopyHeaders(original);
            response.Content = buffered;
            original.Dispose();
            return response;
        }
        catch (OperationCanceledException exception) when (exception.InnerException is TimeoutException && !cancellationToken.IsCancellationRequested)
        {
            response?.Dispose();
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
            // What the Brotli decoder throws where others throw InvalidDataException: a primary handler may decompress itself.
            response.Dispose();
            throw new InvalidDataException(exception.Message, exception);
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
        if (content.Headers.ContentLength > maxBytes)
            throw TooLarge(body);

        await ReadAsync(content, body, maxBytes, cancellationToken).ConfigureAwait(false);
        if (!body.IsCut)
            body = await _decoder.DecodeAsync(body, content.Headers, maxBytes, cancellationToken).ConfigureAwait(false);
        return body.IsCut ? throw TooLarge(body) : body;
    }

    // The status has been told and decides; a body that fails or stalls only leaves less to quote.
    private async ValueTask<BodyBuffer> ReadEvidenceAsync(HttpContent content, CancellationToken callerToken, CancellationToken cancellationToken)
    {
        var body = new BodyBuffer();
        var most = Math.Min(maxBytes, MaxErrorBytes);
        try
        {
            await ReadAsync(content, body, most, cancellationToken).ConfigureAwait(false);
            return await _decoder.DecodeAsync(body, content.Headers, most, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (!callerToken.IsCancellationRequested)
        {
            body.Abandon();
            return body;
        }
    }

    private static async ValueTask ReadAsync(HttpContent content, BodyBuffer body, int limit, CancellationToken cancellationToken)
    {
        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        while (!body.IsCut)
        {
            var read = await stream.ReadAsync(body.FreeUpTo(limit + 1), cancellationToken).ConfigureAwait(false);
            if (read == 0)
                return;
            body.Advance(read, limit);
        }
    }

    private ResponseTooLargeException TooLarge(BodyBuffer body)
    {
        body.Dispose();
        return new ResponseTooLargeException(maxBytes);
    }
}
