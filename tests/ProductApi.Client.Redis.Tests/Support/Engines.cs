using System.Globalization;
using Garnet;
using StackExchange.Redis;

namespace ProductApi.Client.Redis.Tests.Support;

public enum Engine
{
    Memory,
    Garnet,
    RedisServer,
}

/// <summary>The engines a store runs on, each started when it is first asked for.</summary>
[CollectionDefinition(nameof(Engines))]
public sealed class Engines : IDisposable, ICollectionFixture<Engines>
{
    private readonly Lazy<(GarnetServer Server, IConnectionMultiplexer Connection)> _garnet = new(StartGarnet);
    private readonly Lazy<(RedisServer Server, IConnectionMultiplexer Connection)> _redis = new(StartRedis);

    public static IReadOnlyList<Engine> Available { get; } = RedisServer.Installed is null
        ? [Engine.Memory, Engine.Garnet]
        : [Engine.Memory, Engine.Garnet, Engine.RedisServer];

    public static TheoryData<Engine> Each => [.. Available];

    public IConnectionMultiplexer Connection(Engine engine) => engine == Engine.Garnet ? _garnet.Value.Connection : _redis.Value.Connection;

    public void Dispose()
    {
        if (_garnet.IsValueCreated)
        {
            _garnet.Value.Connection.Dispose();
            _garnet.Value.Server.Dispose();
        }

        if (_redis.IsValueCreated)
        {
            _redis.Value.Connection.Dispose();
            _redis.Value.Server.Dispose();
        }
    }

    private static (GarnetServer Server, IConnectionMultiplexer Connection) StartGarnet()
    {
        var port = FreePort.Find();
        var server = new GarnetServer(["--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--lua", "-q"]);
        server.Start();
        return (server, Connect(port));
    }

    private static (RedisServer Server, IConnectionMultiplexer Connection) StartRedis()
    {
        var server = new RedisServer();
        return (server, Connect(server.Port));
    }

    private static ConnectionMultiplexer Connect(int port) => ConnectionMultiplexer.Connect($"127.0.0.1:{port}");
}
