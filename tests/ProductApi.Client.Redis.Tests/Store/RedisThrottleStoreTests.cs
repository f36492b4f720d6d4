using ProductApi.Client.Redis.Store;
using ProductApi.Client.Redis.Tests.Support;
using StackExchange.Redis;

namespace ProductApi.Client.Redis.Tests.Store;

/// <summary>The store as it ships, on the clock of the server.</summary>
[Collection(nameof(Engines))]
public sealed class RedisThrottleStoreTests(Engines engines)
{
    private readonly string _scope = $"test:{{{Guid.NewGuid():N}}}";

    public static TheoryData<Engine> Servers => [.. Engines.Available.Where(engine => engine != Engine.Memory)];

    [Theory, MemberData(nameof(Servers))]
    public async Task Grants_are_told_in_the_processs_own_time(Engine engine)
    {
        await using var connection = Connection(engine);
        var store = Store(connection);
        var before = TimeProvider.System.GetElapsedTime(0).TotalSeconds;
        var reply = await store.TakeAsync(new TakeRequest(new MemberReport("a", 20), 3, false), CancellationToken.None);
        var after = TimeProvider.System.GetElapsedTime(0).TotalSeconds;

        Assert.Equal(3, reply.Times.Count);
        Assert.All(reply.Times, at => Assert.InRange(at, before, after));
    }

    [Theory, MemberData(nameof(Servers))]
    public async Task A_change_is_told_to_the_others(Engine engine)
    {
        await using var connection = Connection(engine);
        var (store, other) = (Store(connection), Store(connection));
        var told = new TaskCompletionSource<SharedState>(TaskCreationOptions.RunContinuationsAsynchronously);
        other.Changed = state => told.TrySetResult(state);
        await other.TakeAsync(new TakeRequest(new MemberReport("b", 20), 0, false), CancellationToken.None);

        // A subscription is known to the server once a message went through it.
        var reply = await store.TakeAsync(new TakeRequest(new MemberReport("a", 20), 0, false), CancellationToken.None);
        var version = reply.State.Version;
        while (!told.Task.IsCompleted)
        {
            var put = await store.PutAsync(
                new PutRequest(new MemberReport("a", 20), version) { Opening = new Opening(1_000, 1) }, CancellationToken.None);
            version = put.State.Version;
        }

        Assert.Equal(1, (await told.Task).Opening.Count);
    }

    [Theory, MemberData(nameof(Servers))]
    public async Task All_keys_expire_after_an_hour_without_a_call(Engine engine)
    {
        await using var connection = Connection(engine);
        await Store(connection).TakeAsync(new TakeRequest(new MemberReport("a", 20), 1, false), CancellationToken.None);

        var database = engines.Connection(engine).GetDatabase();
        foreach (var key in new RedisKey[] { $"{_scope}:state", $"{_scope}:members" })
            Assert.InRange((await database.KeyTimeToLiveAsync(key))!.Value, TimeSpan.FromMinutes(50), TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_told_in_one_kind_of_exception()
    {
        var options = new ConfigurationOptions { EndPoints = { $"127.0.0.1:{FreePort.Find()}" }, ConnectTimeout = 100, ConnectRetry = 0 };
        await using var connection = new RedisConnection(new RedisThrottleOptions { ConfigurationOptions = options });

        await Assert.ThrowsAsync<StoreUnavailableException>(
            () => Store(connection).TakeAsync(new TakeRequest(new MemberReport("a", 20), 1, false), CancellationToken.None));
    }

    [RedisServerFact]
    public void Redis_server_is_among_the_engines() => Assert.Contains(Engine.RedisServer, Engines.Available);

    private RedisThrottleStore Store(RedisConnection connection) => new(
        connection, _scope, RedisScripts.Load(), TimeProvider.System, started: 0);

    private RedisConnection Connection(Engine engine) =>
        new(new RedisThrottleOptions { ConnectionMultiplexerFactory = () => Task.FromResult(engines.Connection(engine)) });
}
