using Microsoft.Extensions.DependencyInjection;
using ProductApi.Client.Tests.Support;
using ProductApi.Client.Throttling;
using StackExchange.Redis;

namespace ProductApi.Client.Redis.Tests.Fleet;

/// <summary>A client as a service would register it, which shares its limit through a real store.</summary>
internal sealed class SharedClient : IAsyncDisposable
{
    private readonly TestClient _client;

    public SharedClient(HttpMessageHandler server, string scope, Action<RedisThrottleOptions> configure) =>
        _client = TestClient.Scripted(server, build: builder => builder.AddStackExchangeRedisThrottle(options =>
        {
            options.Scope = scope;
            configure(options);
        }));

    public SharedClient(HttpMessageHandler server, string scope, IConnectionMultiplexer connection)
        : this(server, scope, options => options.ConnectionMultiplexerFactory = () => Task.FromResult(connection))
    {
    }

    public IProductClient Products => _client.Products;

    public double? Pace => _client.Services.GetRequiredKeyedService<ThrottleGate>(string.Empty).Report.Pace;

    /// <summary>The events told about the shared limit.</summary>
    public IReadOnlyList<int> Told =>
        [.. _client.Logs.GetSnapshot().Where(line => line.Category == "ProductApi.Client.Redis").Select(line => line.Id.Id)];

    public ValueTask DisposeAsync() => _client.DisposeAsync();
}
