using ProductApi.Client;

namespace Shop.Hosted;

/// <summary>Where the service's key lives.</summary>
internal sealed class Vault(string key)
{
    private int _asked;

    public string Key => key;

    public int Asked => _asked;

    public async ValueTask<ProvidedApiKey> GetKeyAsync(ApiKeyRequest request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _asked);
        await Task.Yield();
        return new ProvidedApiKey(key) { ExpiresAt = TimeProvider.System.GetUtcNow().AddHours(1) };
    }
}
