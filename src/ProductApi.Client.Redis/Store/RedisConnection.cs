using StackExchange.Redis;

namespace ProductApi.Client.Redis.Store;

/// <summary>The connection of one client, made at the first call. One that a factory of the caller's made stays the caller's.</summary>
internal sealed class RedisConnection(RedisThrottleOptions options) : IAsyncDisposable, IDisposable
{
    private readonly object _lock = new();
    private Task<IConnectionMultiplexer>? _opening;
    private bool _isDisposed;

    public Task<IConnectionMultiplexer> OpenAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);

            // The one who asks may leave; the connection is everybody's.
            if (_opening is null or { IsFaulted: true } or { IsCanceled: true })
                _opening = ConnectAsync();
            return _opening.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Somebody has disposed of the connection: the factory is asked for another one.</summary>
    public void Forget()
    {
        lock (_lock)
            _opening = null;
    }

    public void Dispose()
    {
        if (OwnConnection() is { } own)
            own.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        if (OwnConnection() is { } own)
            await own.DisposeAsync().ConfigureAwait(false);
    }

    private IConnectionMultiplexer? OwnConnection()
    {
        lock (_lock)
        {
            _isDisposed = true;
            return options.ConnectionMultiplexerFactory is null
                && _opening is { IsCompletedSuccessfully: true } opened ? opened.Result : null;
        }
    }

    private async Task<IConnectionMultiplexer> ConnectAsync()
    {
        if (options.ConnectionMultiplexerFactory is { } factory)
        {
            return await factory().ConfigureAwait(false)
                ?? throw new InvalidOperationException($"{nameof(RedisThrottleOptions.ConnectionMultiplexerFactory)} returned null.");
        }

        var configuration = options.ConfigurationOptions?.Clone() ?? ConfigurationOptions.Parse(options.Configuration!);

        // A service starts without Redis, and nothing queues up for it while it is away.
        configuration.AbortOnConnectFail = false;
        configuration.BacklogPolicy = BacklogPolicy.FailFast;
        configuration.ClientName ??= "ProductApi.Client";

        // The script publishes to the name as it is.
        configuration.ChannelPrefix = default;
        return await ConnectionMultiplexer.ConnectAsync(configuration).ConfigureAwait(false);
    }
}
