using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using ProductApi.Client.Diagnostics;

namespace ProductApi.Client.Keys;

/// <summary>The key in use: the last valid one, also after a configuration reload that went wrong.</summary>
internal sealed class ApiKeySource(string? key, string? scheme, Func<string?> read, ILogger logger) : IDisposable
{
    private readonly List<IDisposable> _watches = [];
    private volatile ApiKey _current = new(key, scheme);

    public ApiKey Current => _current;

    public void Watch(Func<IChangeToken> reloaded) => _watches.Add(ChangeToken.OnChange(reloaded, Reload));

    public void Dispose() => _watches.ForEach(watch => watch.Dispose());

    // Runs inside the configuration's reload: whatever a setting's code throws must not reach the other listeners there.
    private void Reload()
    {
        try
        {
            var reread = read();
            if (string.IsNullOrEmpty(reread) && !string.IsNullOrEmpty(_current.Value))
                throw new InvalidOperationException("The key is gone.");
            if (!string.Equals(reread, _current.Value, StringComparison.Ordinal))
                _current = new ApiKey(reread, scheme);
        }
        catch (Exception exception)
        {
            Log.ReloadRejected(logger, exception.GetType().Name);
        }
    }
}
