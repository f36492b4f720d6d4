using ProductApi.Client.Redis.Tests.Support;
using ProductApi.Client.Tests.Support;
using StackExchange.Redis;

namespace ProductApi.Client.Redis.Tests.Fleet;

/// <summary>What may happen to a redis-server while clients share a limit through it.</summary>
[Collection(nameof(Engines))]
public sealed class ChaosTests : IDisposable
{
    private const int StoreGone = 101;
    private const int StoreBack = 102;

    private readonly Lazy<RedisServer> _redis = new();

    private string Address => $"127.0.0.1:{_redis.Value.Port}";

    public void Dispose()
    {
        if (_redis.IsValueCreated)
            _redis.Value.Dispose();
    }

    [RedisServerFact]
    [Trait("Contract", "33")]
    public async Task A_server_that_is_killed_and_comes_back_loses_nothing_and_is_told_once()
    {
        await using var client = Share();
        await AssertServedAsync(client);

        // While no limit is known it is asked every 0.05 s at first, every second after ten seconds.
        _redis.Value.Kill();
        while (client.Told.Count == 0)
            await AssertServedAsync(client);
        Assert.Equal([StoreGone], client.Told);

        _redis.Value.Start();
        while (client.Told.Count == 1)
            await AssertServedAsync(client);
        Assert.Equal([StoreGone, StoreBack], client.Told);
    }

    [RedisServerFact]
    [Trait("Contract", "33")]
    public async Task A_server_that_is_emptied_is_not_missed()
    {
        await using var client = Share();
        await using var admin = await ConnectionMultiplexer.ConnectAsync($"{Address},allowAdmin=true");
        for (var round = 0; round < 3; round++)
        {
            await AssertServedAsync(client);
            await admin.GetDatabase().ExecuteAsync("FLUSHALL");
        }

        await AssertServedAsync(client);
        Assert.Empty(client.Told);
    }

    [RedisServerFact]
    [Trait("Contract", "33")]
    public async Task A_server_that_hangs_does_not_hang_anybody()
    {
        await using var client = Share();
        await using var admin = await ConnectionMultiplexer.ConnectAsync($"{Address},allowAdmin=true");
        await AssertServedAsync(client);

        await admin.GetDatabase().ExecuteAsync("CLIENT", "PAUSE", "2000", "ALL");
        while (client.Told.Count < 2)
            await AssertServedAsync(client);
        Assert.Equal([StoreGone, StoreBack], client.Told);
    }

    [RedisServerFact]
    [Trait("Contract", "33")]
    public async Task A_client_that_starts_without_a_server_works_and_joins_later()
    {
        var port = _redis.Value.Port;
        _redis.Value.Kill();
        await using var client = Share(port);

        await AssertServedAsync(client);
        Assert.Equal([StoreGone], client.Told);

        _redis.Value.Start();
        while (client.Told.Count == 1)
            await AssertServedAsync(client);
        Assert.Equal([StoreGone, StoreBack], client.Told);
    }

    private SharedClient Share(int? port = null) => new(
        new ScriptedServer(AnswerAsync), "chaos", options =>
            options.Configuration = $"127.0.0.1:{port ?? _redis.Value.Port},connectTimeout=1000");

    private static async Task<HttpResponseMessage> AnswerAsync(ScriptedRequest request, CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(10), cancellationToken);
        return ScriptedServer.Product(request.Id);
    }

    private static async Task AssertServedAsync(SharedClient client)
    {
        var results = await client.Products.FetchManyAsync(Enumerable.Range(1, 40));
        Assert.All(results, result => Assert.True(result.Succeeded, result.Error?.ToString()));
    }
}
