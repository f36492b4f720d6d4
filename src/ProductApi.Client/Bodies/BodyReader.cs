using System.Net;

namespace ProductApi.Client.Bodies;

/// <summary>Reads an answer's body in full, decompressed and bounded in size.</summary>
/// <param name="maxBytes">The largest product, in bytes after decompression.</param>
/// <param name="mayOthersRead">Whether a handler of the caller's may read the body too.</param>
/// <param name="keepsHeaders">Whether the body's headers are needed although nobody else reads it.</param>
internal sealed class BodyReader(int maxBytes, Func<bool> mayOthersRead, bool keepsHeaders = false)
{
    // An error's body is evidence for a message, never needed in full.
    private const int MaxErrorBytes = 16 * 1024;

    private readonly ContentDecoder _decoder = new();

    /// <summary>Asks for a compressed body, unless a handler of the caller's would read it.</summary>
    public void AskForCompression(HttpRequestMessage request)
    {
        if (!mayOthersRead() && !request.Headers.NonValidated.Contains("Accept-Encoding"))
            request.Headers.TryAddWithoutValidation("Accept-Encoding", ContentDecoder.Accepted);
    }

    /// <summary>Replaces the answer's content by one that has arrived.</summary>
    /// <exception cref="ResponseTooLargeException">It would be a product larger than allowed.</exception>
    /// <exception cref="HttpIOException">The connection ended before the body did.</exception>
    public async ValueTask BufferAsync(HttpResponseMessage response, CancellationToken callerToken, CancellationToken cancellationToken)
    {
        var content = response.Content;
        var isProduct = response.IsSuccessStatusCode;
        var limit = isProduct ? maxBytes : Math.Min(maxBytes, MaxErrorBytes);
        var length = content.Headers.ContentLength;
        if (isProduct && length > limit)
            throw new ResponseTooLargeException(limit);

        var isEncoded = content.Headers.NonValidated.Contains("Content-Encoding");
        var isEndUnknown = isProduct && BodyEnd.IsUnknown(response, length, isEncoded);
        var body = new BufferedContent();
        try
        {
            var stream = await OpenAsync(content, cancellationToken).ConfigureAwait(false);
            while (!body.IsCut
                && await stream.ReadAsync(body.FreeUpTo(limit + 1), cancellationToken).ConfigureAwait(false) is > 0 and var read)
                body.Advance(read, limit);
            if (isProduct && !body.IsCut && BodyEnd.IsShort(response, body.Length))
                throw new HttpIOException(HttpRequestError.ResponseEnded, "The body is shorter than its Content-Length.");
            if (isEncoded && (!isProduct || !body.IsCut))
                body = await _decoder.DecodeAsync(body, content.Headers, limit, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (!isProduct && !callerToken.IsCancellationRequested)
        {
            // The status has been told and decides; a body that fails or stalls only leaves less to quote.
            body.Abandon();
        }

        if (isProduct && body.IsCut)
        {
            body.Dispose();
            throw new ResponseTooLargeException(limit);
        }

        body.Complete();
        if (isProduct && BodyEnd.IsBlank(body.Bytes.Span) && MayBeCutAtOnce(response, isEncoded))
        {
            body.Dispose();
            throw new HttpIOException(HttpRequestError.ResponseEnded, "The connection ended before the body began.");
        }

        TakeHeaders(body, content);
        response.Content = body;
        content.Dispose();
        if (isEndUnknown && BodyEnd.IsUnfinishedJson(body.Bytes.Span))
            throw new HttpIOException(HttpRequestError.ResponseEnded, "The body ends in the middle of the JSON.");
    }

    // The platform's own content hands its stream out at once, which costs no task. Other content may block.
    private static ValueTask<Stream> OpenAsync(HttpContent content, CancellationToken cancellationToken) =>
        content.GetType().Assembly == typeof(HttpContent).Assembly
            ? new(content.ReadAsStream(cancellationToken))
            : new(content.ReadAsStreamAsync(cancellationToken));

    // Where others read the body, the platform has decompressed it and removed what tells its length.
    private bool MayBeCutAtOnce(HttpResponseMessage response, bool isEncoded) =>
        !isEncoded
        && !mayOthersRead()
        && response.StatusCode == HttpStatusCode.OK
        && BodyEnd.IsEndOfConnection(response, response.Content.Headers.ContentLength);

    private void TakeHeaders(BufferedContent body, HttpContent original)
    {
        if (keepsHeaders || mayOthersRead())
            body.CopyHeaders(original);
        else if (original.Headers.NonValidated.TryGetValues("Content-Type", out var values))
            body.ContentType = values.ToString();
    }
}
