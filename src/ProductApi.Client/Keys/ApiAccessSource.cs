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

    public void Watch(Func<IChangeToken> reloaded) => _watches.Add(ChangeToken.OnChange(reloaded, Reload));

    /// <summary>Takes a key from a provider into use.</summary>
    public ApiKey Use(ApiKey key)
    {
        lock (_lock)
            _current = Remember(_current with { Key = key }, secrets);
        return key;
    }

    public void Dispose() => _watches.ForEach(watch => watch.Dispose());

    // Runs inside the configuration's reload: whatever a setting's code throws must not reach the other listeners there.
    private void Reload()
    {
        try
        {
            bool isAnother;
            var reread = read();
            lock (_lock)
                isAnother = Replace(reread);
            if (isAnother)
                ServerChanged?.Invoke();
        }
        catch (Exception exception)
        {
            Log.ReloadRejected(logger, exception.GetType().Name);
        }
    }

    /// <returns>Whether it is another server.</returns>
    private bool Replace(ApiAccess reread)
    {
        var current = _current;
        if (!current.IsSameServerAs(reread))
        {
            _current = Remember(reread, secrets);
            Log.ServerChanged(logger, reread.BaseAddress, current.BaseAddress);
            return true;
        }

        if (reread.Key is not null && reread.Key.Value != current.Key?.Value)
        {
            _current = Remember(reread, secrets);
        }

        return false;
    }

    private static ApiAccess Remember(ApiAccess access, Secrets secrets)
    {
        secrets.AddKey(access.Key?.Value);
        return access;
    }
}
