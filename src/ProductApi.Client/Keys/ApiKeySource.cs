namespace ProductApi.Client.Keys;

/// <summary>Hands out the key: the configured one, or one of the caller's provider, which is asked when a key is first needed, when the last
/// one expires and when the server has rejected it; never more than once at a time.</summary>
internal sealed class ApiKeySource(
    ApiAccessSource access, Func<ApiKeyRequest, CancellationToken, ValueTask<ProvidedApiKey>>? provider, TimeProvider time, CancellationToken disposed)
{
    // A key is renewed a little before it expires: by a tenth of its life, at most by this.
    private static readonly TimeSpan LongestMargin = TimeSpan.FromSeconds(30);

    private readonly object _lock = new();
    private Task<ApiKey>? _asking;
    private DateTimeOffset _renewAt = DateTimeOffset.MaxValue;

    /// <summary>The key for the next request.</summary>
    public ValueTask<ApiKey> GetAsync(CancellationToken cancellationToken) =>
        access.Current.Key is { } key && (provider is null || time.GetUtcNow() < _renewAt)
            ? new(key)
            : new(AskAsync(rejected: null, cancellationToken));

    /// <summary>Asks the provider for another key in place of one that the server rejected, unless there is another one by now.</summary>
    public Task RenewAsync(ApiKey? rejected, CancellationToken cancellationToken) =>
        provider is null || rejected is null || rejected != access.Current.Key ? Task.CompletedTask : AskAsync(rejected, cancellationToken);

    private Task<ApiKey> AskAsync(ApiKey? rejected, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_asking is null or { IsCompleted: true })
                _asking = Task.Run(() => AskProviderAsync(rejected), disposed);
            return _asking.WaitAsync(cancellationToken);
        }
    }

    private async Task<ApiKey> AskProviderAsync(ApiKey? rejected)
    {
        var current = access.Current;
        ProvidedApiKey provided;
        try
        {
            provided = await provider!(new ApiKeyRequest { IsAfterRejection = rejected is not null }, disposed).ConfigureAwait(false)
                ?? throw new InvalidOperationException("It returned null.");
        }
        catch (Exception exception)
        {
            throw new ApiKeyProviderException(exception);
        }

        var now = time.GetUtcNow();
        var left = provided.ExpiresAt - now ?? TimeSpan.MaxValue;
        _renewAt = left == TimeSpan.MaxValue ? DateTimeOffset.MaxValue : now + left - Shorter(left / 10, LongestMargin);

        // The same key again says nothing new: what was learned under it still holds.
        return current.Key is { } known && known.Value == provided.Value ? known : access.Use(new ApiKey(provided.Value, current.KeyScheme));
    }

    private static TimeSpan Shorter(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
