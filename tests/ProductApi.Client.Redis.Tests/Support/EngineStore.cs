using ProductApi.Client.Redis.Store;
using StackExchange.Redis;

namespace ProductApi.Client.Redis.Tests.Support;

/// <summary>A store on one engine whose clock the test sets, with keys of its own. On Redis and Garnet the scripts that ship run, but for
/// the one line that asks for the time.</summary>
internal sealed class EngineStore(Engines engines, Engine engine)
{
    private const string AsksForTheTime = "redis.call('TIME')";
    private const string ReadsTheTime = "redis.call('HMGET', KEYS[1] .. ':clock', 'seconds', 'microseconds')";

    private readonly string _scope = $"test:{{{Guid.NewGuid():N}}}";
    private readonly RedisScripts _scripts = WithSetClock(RedisScripts.Load());
    private MemoryStore? _memory;

    /// <summary>Seconds of the store's clock.</summary>
    public double Now { get; set; } = 1_000;

    public IDatabase Database => engines.Connection(engine).GetDatabase();

    public RedisKey StateKey => $"{_scope}:state";

    public RedisKey MembersKey => $"{_scope}:members";

    public Task<TakeReply> TakeAsync(TakeRequest request) => engine == Engine.Memory
        ? Task.FromResult(Memory().Take(request))
        : OnServerAsync(store => store.TakeAsync(request, CancellationToken.None));

    public Task<PutReply> PutAsync(PutRequest request) => engine == Engine.Memory
        ? Task.FromResult(Memory().Put(request))
        : OnServerAsync(store => store.PutAsync(request, CancellationToken.None));

    private MemoryStore Memory() => _memory ??= new MemoryStore(() => Now);

    // Both clocks stand still at the same time, so that replies can be compared.
    private async Task<TReply> OnServerAsync<TReply>(Func<RedisThrottleStore, Task<TReply>> call)
    {
        var seconds = Math.Floor(Now);
        await Database.HashSetAsync(
            $"{_scope}:state:clock", [new("seconds", seconds), new("microseconds", Math.Round((Now - seconds) * 1e6))]);
        await using var connection = new RedisConnection(
            new RedisThrottleOptions { ConnectionMultiplexerFactory = () => Task.FromResult(engines.Connection(engine)) });
        return await call(new RedisThrottleStore(connection, _scope, _scripts, new StoppedClock(Now), started: 0));
    }

    private static RedisScripts WithSetClock(RedisScripts scripts) => new(
        scripts.Take.Replace(AsksForTheTime, ReadsTheTime, StringComparison.Ordinal),
        scripts.Put.Replace(AsksForTheTime, ReadsTheTime, StringComparison.Ordinal));

    private sealed class StoppedClock(double seconds) : TimeProvider
    {
        public override long TimestampFrequency => 1_000_000;

        public override long GetTimestamp() => (long)Math.Round(seconds * 1e6);
    }
}
