namespace ProductApi.Client.Http;

/// <summary>Adds the key to requests that go to the configured origin, and to no others.</summary>
internal sealed class ApiKeyHandler(ProductClientOptions options, ApiKeySource keys) : DelegatingHandler
{
    private const UriComponents Origin = UriComponents.SchemeAndServer;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var key = keys.Current;
        RequestState.Of(request).Key = key;
        if (options.ApiKeyHeader is not { Length: > 0 } header)
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);

        try
        {
            request.Headers.Remove(header);
            if (IsOwnOrigin(request.RequestUri))
                request.Headers.TryAddWithoutValidation(header, HeaderValue(key));
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // Whoever quotes the request afterwards, in a log or an exception, cannot quote the key.
            request.Headers.Remove(header);
        }
    }

    private string? HeaderValue(ApiKey key) =>
        string.IsNullOrEmpty(options.ApiKeyScheme) ? key.Value : $"{options.ApiKeyScheme} {key.Value}";

    private bool IsOwnOrigin(Uri? target) =>
        target is not null
        && Uri.Compare(target, options.BaseAddress, Origin, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;
}
