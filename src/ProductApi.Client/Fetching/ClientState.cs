using Microsoft.Extensions.Logging;
using ProductApi.Client.Diagnostics;
using ProductApi.Client.Keys;
using ProductApi.Client.Pipeline;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Fetching;

/// <summary>What outlives the handlers, which the factory rebuilds every two minutes: one per name, shared by its product types.</summary>
internal sealed class ClientState(
    ProductClientOptions options, ThrottleGate gate, ApiKeySource keys, ProductClientTelemetry telemetry, ILogger logger, TimeProvider time)
    : IDisposable
{
    private readonly CancellationTokenSource _disposed = new();

    public ProductClientOptions Options { get; } = options;

    /// <summary>Bounds what is in flight over all calls of the client together; waiters are served in order of arrival.</summary>
    public SemaphoreSlim Slots { get; } = new(options.MaxConcurrency, options.MaxConcurrency);

    public ThrottleGate Gate { get; } = gate;

    public HandlerChain Handlers { get; } = new();

    public ApiKeySource Keys { get; } = keys;

    public ProductClientTelemetry Telemetry { get; } = telemetry;

    public ILogger Logger { get; } = logger;

    public TimeProvider Time { get; } = time;

    /// <summary>The key under which the server last served something.</summary>
    public ApiKey? ProvenKey { get; set; }

    /// <summary>Cancelled when the container is disposed of: runs end then, they do not hang.</summary>
    public CancellationToken Disposed => _disposed.Token;

    public void Dispose()
    {
        Keys.Dispose();
        _disposed.Cancel();
    }
}
