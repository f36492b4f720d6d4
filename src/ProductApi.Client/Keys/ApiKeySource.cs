namespace ProductApi.Client.Keys;

/// <summary>Hands out the key: the configured one, or one of the caller's provider, which is asked when a key is first needed, when the
/// last one expires and when the server has rejected it; never more than once at a time.</summary>
/// <param name="access">Where the key is kept.</param>
/// <param name="provider">The caller's provider; null: the configured key is used.</param>
/// <param name="patience">How long a rejected request waits for another key.</param>
/// <param name="time">The clock.</param>
/// <param name="disposed">Ends with the client.</param>
internal sealed class ApiKeySource(
    ApiAccessSource access, Func<ApiKeyRequest, CancellationToken, ValueTask<ProvidedApiKey>>? provider, TimeSpan patience,
    TimeProvider time, CancellationToken disposed)
{
    // A key is renewed a little before it expires: by a tenth of its life, at most by this.
    private static readonly TimeSpan LongestMargin = TimeSpan.FromSeconds(30);

    // How soon a provider is asked again that failed while the last key is still good.
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(1);

    // How soon a provider is asked again whose last key was rejected at once.
    private static readonly TimeSpan RenewAgainAfter = TimeSpan.FromMinutes(1);

    private readonly object _lock = new();
    private Task<ApiKey>? _asking;
    private long _renewAt = long.MaxValue;
    private DateTimeOffset _expiresAt = DateTimeOffset.MaxValue;
    private (ApiKey Key, long At)? _renewed;

    /// <summary>The key for the next request.</summary>
    public ValueTask<ApiKey> GetAsync(CancellationToken cancellationToken) =>
        access.Current.Key is { } key && (provider is null || time.GetUtcNow().UtcTicks < Volatile.Read(ref _renewAt))
            ? new(key)
            : new(AskAsync(rejected: null, cancellationToken));

    /// <summary>Asks the provider for another key in place of one that the server rejected, unless there is another one by now. Where
    /// the provider fails, the rejected key stays.</summary>
    /// <param name="rejected">The key.</param>
    /// <param name="wasAccepted">Whether it was ever accepted.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async ValueTask RenewAsync(ApiKey? rejected, bool wasAccepted, CancellationToken cancellationToken)
    {
        if (provider is null || rejected is null || rejected != access.Current.Key || (!wasAccepted && WasJustRenewed(rejected)))
            return;

        try
        {
            await AskAsync(rejected, cancellationToken).WaitAsync(patience, time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is ApiKeyProviderException or TimeoutException)
        {
        }
    }

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
        var key = new ApiKey(provided.Value, current.KeyScheme, isProvided: true);
        if (current.Key is { } known && known.Value == key.Value)
            return known;

        if (rejected is not null)
        {
            lock (_lock)
                _renewed = (key, time.GetTimestamp());
        }

        return access.Use(key);
    }

    private bool WasJustRenewed(ApiKey key)
    {
        lock (_lock)
            return _renewed is { } renewed && renewed.Key == key && time.GetElapsedTime(renewed.At) < RenewAgainAfter;
    }

    private void RenewAt(DateTimeOffset moment) => Volatile.Write(ref _renewAt, moment.UtcTicks);

    private static TimeSpan Shorter(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
