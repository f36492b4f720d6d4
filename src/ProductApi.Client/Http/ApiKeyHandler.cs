namespace ProductApi.Client.Http;

/// <summary>Adds the key to requests that go to the configured origin, and to no others.</summary>
internal sealed class ApiKeyHandler(ProductClientOptions options, ApiKeySource keys) : DelegatingHandler
{
    private const UriComponents Origin = UriComponents.SchemeAndServer;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var key = keys.Current;
        RequestState.Of(request).Key = key;
        if (options.ApiKeyHeader is { Length: > 0 } header)
        {
            // A retry passes here again with the same request.
            request.Headers.Remove(header);
            if (IsOwnOrigin(request.RequestUri))
                request.Headers.TryAddWithoutValidation(header, HeaderValue(key));
        }

        return base.SendAsync(request, cancellationToken);
    }

    private string? HeaderValue(ApiKey key) =>
        string.IsNullOrEmpty(options.ApiKeyScheme) ? key.Value : $"{options.ApiKeyScheme} {key.Value}";

    private bool IsOwnOrigin(Uri? target) =>
        target is not null
        && Uri.Compare(target, options.BaseAddress, Origin, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;
}
