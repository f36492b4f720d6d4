namespace ProductApi.Client.Keys;

/// <summary>Hands out the key: the configured one, or one of the caller's provider, which is asked when a key is first needed, when the
/// last one expires and when the server has rejected it; never more than once at a time.</summary>
internal sealed class ApiKeySource(
    ApiAccessSource access, Func<ApiKeyRequest, CancellationToken, ValueTask<ProvidedApiKey>>? provider, TimeProvider time,
    CancellationToken disposed)
{
    // A key is renewed a little before it expires: by a tenth of its life, at most by this.
    private static readonly TimeSpan LongestMargin = TimeSpan.FromSeconds(30);

    // How soon a provider is asked again that failed while the last key is still good.
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(1);

    private readonly object _lock = new();
    private Task<ApiKey>? _asking;
    private long _renewAt = long.MaxValue;
    private DateTimeOffset _expiresAt = DateTimeOffset.MaxValue;

    /// <summary>The key for the next request.</summary>
    public ValueTask<ApiKey> GetAsync(CancellationToken cancellationToken) =>
        access.Current.Key is { } key && (provider is null || time.GetUtcNow().UtcTicks < Volatile.Read(ref _renewAt))
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
        catch (Exception) when (rejected is null && current.Key is not null && time.GetUtcNow() < _expiresAt)
        {
            RenewAt(time.GetUtcNow() + AskAgainAfter);
            return current.Key;
        }
        catch (Exception exception)
        {
            throw new ApiKeyProviderException(exception);
        }

        var now = time.GetUtcNow();
        _expiresAt = provided.ExpiresAt ?? DateTimeOffset.MaxValue;
        RenewAt(provided.ExpiresAt is { } end ? end - Shorter((end - now) / 10, LongestMargin) : DateTimeOffset.MaxValue);

        // The same key again says nothing new: what was learned under it still holds.
        return current.Key is { } known && known.Value == provided.Value
            ? known
            : access.Use(new ApiKey(provided.Value, current.KeyScheme));
    }

    private void RenewAt(DateTimeOffset moment) => Volatile.Write(ref _renewAt, moment.UtcTicks);

    private static TimeSpan Shorter(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
