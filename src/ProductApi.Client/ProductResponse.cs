using System.Net;
using System.Text;
using ProductApi.Client.Bodies;

namespace ProductApi.Client;

/// <summary>An answer of the server, as a <see cref="ProductClientOptions.ResponseRule"/> sees it: read-only, with its whole body (of an
/// error, the first 16 KiB). Nothing of the request is in it. Of use only while the rule runs.</summary>
public sealed class ProductResponse
{
    private readonly HttpResponseMessage _response;
    private readonly ReadOnlyMemory<byte> _body;

    /// <summary>Makes an answer, for callers who test their rule.</summary>
    /// <param name="response">Its status and headers.</param>
    /// <param name="body">Its body.</param>
    /// <exception cref="ArgumentNullException"><paramref name="response"/> is null.</exception>
    public ProductResponse(HttpResponseMessage response, ReadOnlyMemory<byte> body)
    {
        ArgumentNullException.ThrowIfNull(response);
        _response = response;
        _body = body;
    }

    /// <summary>The HTTP status.</summary>
    public HttpStatusCode StatusCode => _response.StatusCode;

    /// <summary>The body, decompressed: of an answer without success its first 16 KiB.</summary>
    /// <remarks>The memory is used again when the answer has been handled.</remarks>
    public ReadOnlySpan<byte> Body => _body.Span;

    /// <summary>Returns a header of the answer or of its body.</summary>
    /// <param name="name">The header's name, in any case.</param>
    /// <returns>Its value, several joined by commas; <see langword="null"/> when the answer has no such header.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    public string? GetHeader(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _response.Headers.NonValidated.TryGetValues(name, out var values)
            || _response.Content.Headers.NonValidated.TryGetValues(name, out values)
                ? string.Join(", ", values)
                : null;
    }

    /// <summary>Returns the body as text, in the charset that it is declared to be in, UTF-8 by default.</summary>
    /// <returns>The text; what does not fit the charset is replaced.</returns>
    public string ReadText() => Encoding.UTF8.GetString(Charset.ToReadableUtf8(_response.Content, Body));
}
