using ProductApi.Client.Keys;

namespace ProductApi.Client.Pipeline;

/// <summary>Adds the key to requests that go to the configured origin, and to no others.</summary>
internal sealed class ApiKeyHandler(ProductClientOptions options, ApiKeySource keys, HandlerChain handlers) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var key = keys.Current;
        RequestState.Of(request).Key = key;
        if (options.ApiKeyHeader is not { Length: > 0 } header || !IsOwnOrigin(request.RequestUri))
            return base.SendAsync(request, cancellationToken);

        request.Headers.Remove(header);
        request.Headers.TryAddWithoutValidation(header, key.Credentials);
        return handlers.HasForeignHandlers
            ? SendAndRemoveAsync(request, header, cancellationToken)
            : base.SendAsync(request, cancellationToken);
    }

    // Whoever quotes the request afterwards, in a log or an exception, cannot quote the key.
    private async Task<HttpResponseMessage> SendAndRemoveAsync(HttpRequestMessage request, string header, CancellationToken cancellationToken)
    {
        try
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            request.Headers.Remove(header);
        }
    }

    // RFC 6454, section 5.
    private bool IsOwnOrigin(Uri? target) =>
        target is { IsAbsoluteUri: true }
        && options.BaseAddress is { } own
        && target.Port == own.Port
        && target.Scheme.Equals(own.Scheme, StringComparison.OrdinalIgnoreCase)
        && target.IdnHost.Equals(own.IdnHost, StringComparison.OrdinalIgnoreCase);
}
