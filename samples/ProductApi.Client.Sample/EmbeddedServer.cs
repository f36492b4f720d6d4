using System.Net;

using ProductApi.Client.Sample.Server;

namespace ProductApi.Client.Sample;

/// <summary>A Product API in this process, for a first look without a server, and how fast it could be read.</summary>
internal sealed class EmbeddedServer : IAsyncDisposable
{
    private readonly ProductServer _server;
    private readonly ProductServerOptions _options;

    private EmbeddedServer(ProductServer server, ProductServerOptions options)
    {
        _server = server;
        _options = options;
    }

    public Uri BaseAddress => _server.BaseAddress;

    public string ApiKey => _options.ApiKey;

    public ServerStats Stats => _server.Stats;

    public TimeSpan Latency => _options.Latency;

    public static async Task<EmbeddedServer> StartAsync(
        EmbeddedServerSettings settings, long highestNumber, CancellationToken cancellationToken)
    {
        var options = new ProductServerOptions();
        options.ProductCount = (int)Math.Clamp(highestNumber, options.ProductCount, int.MaxValue);
        options.Latency = settings.Latency ?? options.Latency;
        options.FaultRate = settings.Faults?.Rate ?? options.FaultRate;
        options.FaultKinds = settings.Faults?.Kinds ?? options.FaultKinds;
        options.Stragglers = settings.Stragglers;
        options.RateLimit = settings.RateLimit is { } limit ? new RateLimitOptions { Limit = limit } : null;

        // A proxy named by the environment cannot reach this process.
        HttpClient.DefaultProxy = new WebProxy();
        return new EmbeddedServer(await ProductServer.StartAsync(options, cancellationToken), options);
    }

    /// <summary>The time a loop takes that asks for one product after the other.</summary>
    public TimeSpan SerialTime(long products) => products * Latency;

    /// <summary>The time of a client that always has <paramref name="concurrency"/> requests in flight and meets neither fault nor
    /// straggler.</summary>
    public TimeSpan IdealTime(long products, int concurrency)
    {
        var rounds = (products + concurrency - 1) / concurrency * Latency;
        if (_options.RateLimit is not { } rate)
            return rounds;

        var allowed = TimeSpan.FromSeconds(Math.Max(0, products - rate.Limit) / (double)rate.Limit);
        return rounds > allowed ? rounds : allowed;
    }

    public string IdealTerms(int concurrency) => FormattableString.Invariant($"{concurrency} in flight all the time, no fault")
        + (_options.Stragglers is null ? "" : ", no straggler")
        + (_options.RateLimit is { } rate ? FormattableString.Invariant($", {rate.Limit} requests a second") : "");

    public string Describe()
    {
        var text = FormattableString.Invariant(
            $"Embedded server at {BaseAddress}, {_options.ProductCount} products, {Latency.TotalMilliseconds:0.##} ms latency");
        if (_options.FaultRate > 0)
            text += FormattableString.Invariant($", {_options.FaultRate:0.##%} faults ({string.Join(", ", _options.FaultKinds)})");
        if (_options.Stragglers is { } stragglers)
            text += FormattableString.Invariant($", {stragglers.Share:0.##%} of the requests take {stragglers.Time.TotalSeconds:0.###} s");
        if (_options.RateLimit is { } rate)
            text += FormattableString.Invariant($", {rate.Limit} requests a second");
        return text;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
