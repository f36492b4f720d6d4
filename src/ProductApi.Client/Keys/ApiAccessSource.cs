using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using ProductApi.Client.Diagnostics;

namespace ProductApi.Client.Keys;

/// <summary>The address and the key in use: the last valid ones, also after a configuration reload that went wrong.</summary>
internal sealed class ApiAccessSource(ApiAccess first, Func<ApiAccess> read, ILogger logger, Secrets secrets) : IDisposable
{
    private readonly object _lock = new();
    private readonly List<IDisposable> _watches = [];
    private volatile ApiAccess _current = Remember(first, secrets);

    public ApiAccess Current => _current;

    /// <summary>Told after another server has taken the place of the last one.</summary>
    public event Action? ServerChanged;

    /// <summary>Told after another key has taken the place of the last one, with or without another server.</summary>
    public event Action? KeyChanged;

    public void Watch(Func<IChangeToken> reloaded) => _watches.Add(ChangeToken.OnChange(reloaded, Reload));

    /// <summary>Takes a key from a provider into use.</summary>
    public ApiKey Use(ApiKey key)
    {
        lock (_lock)
            _current = Remember(_current with { Key = key }, secrets);
        KeyChanged?.Invoke();
        return key;
    }

    public void Dispose() => _watches.ForEach(watch => watch.Dispose());

    // Runs inside the configuration's reload: whatever a setting's code throws must not reach the other listeners there.
    private void Reload()
    {
        try
        {
            var reread = read();
            var former = Replace(reread);
            if (former == reread)
                return;

            var isAnotherServer = !former.IsSameServerAs(reread);
            if (isAnotherServer)
                ServerChanged?.Invoke();
            KeyChanged?.Invoke();
            if (isAnotherServer)
                Log.ServerChanged(logger, reread.BaseAddress, former.BaseAddress);
        }
        catch (Exception exception)
        {
            Log.ReloadRejected(logger, exception.GetType().Name);
        }
    }

    /// <returns>What was in use before; the same as now when nothing was replaced.</returns>
    private ApiAccess Replace(ApiAccess reread)
    {
        lock (_lock)
        {
            var former = _current;
            if (former.IsSameServerAs(reread) && (reread.Key is null || reread.Key.Value == former.Key?.Value))
                return reread;

            _current = Remember(reread, secrets);
            return former;
        }
    }

    private static ApiAccess Remember(ApiAccess access, Secrets secrets)
    {
        secrets.AddKey(access.Key?.Value);
        if ("Basic".Equals(access.KeyScheme, StringComparison.OrdinalIgnoreCase))
            secrets.AddBasicCredentials(access.Key?.Value);
        secrets.AddQuery(access.ProductPath);
        return access;
    }
}
