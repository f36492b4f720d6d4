using ProductApi.Client.Keys;

namespace ProductApi.Client.Pipeline;

/// <summary>Adds the key to requests that go to the server the configured address stands for, and to no others.</summary>
/// <param name="access">Where the key belongs.</param>
/// <param name="keys">Where it comes from.</param>
/// <param name="callers">Who else is in the chain.</param>
/// <param name="followsRedirects">Whether the inner handler follows redirects: it then gets no key that it would take along.</param>
internal sealed class ApiKeyHandler(ApiAccessSource access, ApiKeySource keys, CallersHandlers callers, bool followsRedirects)
    : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var state = RequestState.Of(request);
        var current = access.Current;
        if (request.RequestUri is { IsAbsoluteUri: true } target && target.Scheme.Contains('+', StringComparison.Ordinal))
            throw new NotSupportedException(
                $"nothing resolved '{target.Scheme}://{target.Authority}' (BaseAddress); add service discovery");

        var made = state.Access is { } own && !current.IsSameServerAs(own) ? own : current;
        if (!made.SendsKey)
            return base.SendAsync(request, cancellationToken);

        state.Withheld = ResolvedAddress.Refuse(request, state.Address, made) ?? RefuseToRedirect(made);
        if (state.Withheld is not null)
            return base.SendAsync(request, cancellationToken);

        // A request for the server of before a reload keeps the key of before.
        var key = made == current ? keys.GetAsync(cancellationToken) : new ValueTask<ApiKey>(made.Key!);
        return key.IsCompletedSuccessfully
            ? SendAsync(request, state, made.KeyHeader!, key.Result, cancellationToken)
            : SendLaterAsync(request, state, made.KeyHeader!, key, cancellationToken);
    }

    // Checked when the chain was built, too; since then a reload may have moved the key to another header.
    private string? RefuseToRedirect(ApiAccess made) => followsRedirects && made.IsKeyTakenAlong
        ? $"the primary handler follows redirects, which would take the header {made.KeyHeader} with it to another server"
        : null;

    private async Task<HttpResponseMessage> SendLaterAsync(
        HttpRequestMessage request, RequestState state, string header, ValueTask<ApiKey> key, CancellationToken cancellationToken) =>
        await SendAsync(request, state, header, await key.ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    private Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, RequestState state, string header, ApiKey key, CancellationToken cancellationToken)
    {
        state.Key = key;
        request.Headers.Remove(header);
        request.Headers.TryAddWithoutValidation(header, key.Credentials);
        return callers.MayReadRequests
            ? SendAndRemoveAsync(request, header, cancellationToken)
            : base.SendAsync(request, cancellationToken);
    }

    // Whoever quotes the request afterwards, in a log or an exception, cannot quote the key.
    private async Task<HttpResponseMessage> SendAndRemoveAsync(
        HttpRequestMessage request, string header, CancellationToken cancellationToken)
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
}
