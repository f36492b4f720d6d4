using System.Net;
using ProductApi.Client.Redis.Tests.Store;
using ProductApi.Client.Redis.Tests.Support;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Redis.Tests.Fleet;

/// <summary>The whole way: clients registered as a service would, over a real store.</summary>
[Collection(nameof(Engines))]
public sealed class SharedLimitTests(Engines engines)
{
    private readonly string _scope = $"{Guid.NewGuid():N}";

    [Theory, MemberData(nameof(RedisThrottleStoreTests.Servers), MemberType = typeof(RedisThrottleStoreTests))]
    [Trait("Contract", "33")]
    public async Task What_one_process_has_learned_another_knows_with_its_first_request(Engine engine)
    {
        var server = new ScriptedServer(RefusesTheThirdDozen);
        await using var first = new SharedClient(server, _scope, engines.Connection(engine));
        await using var second = new SharedClient(server, _scope, engines.Connection(engine));

        var results = await first.Products.FetchManyAsync(Enumerable.Range(1, 60));
        var result = await second.Products.FetchAsync(1);

        Assert.All(results, one => Assert.True(one.Succeeded, one.Error?.ToString()));
        Assert.True(result.Succeeded);
        Assert.NotNull(first.Pace);
        Assert.NotNull(second.Pace);
    }

    [Theory, MemberData(nameof(RedisThrottleStoreTests.Servers), MemberType = typeof(RedisThrottleStoreTests))]
    public async Task Clients_with_other_scopes_learn_for_themselves(Engine engine)
    {
        var server = new ScriptedServer(RefusesTheThirdDozen);
        await using var first = new SharedClient(server, _scope, engines.Connection(engine));
        await using var second = new SharedClient(server, $"{_scope} of another plan", engines.Connection(engine));

        await first.Products.FetchManyAsync(Enumerable.Range(1, 60));
        await second.Products.FetchAsync(1);

        Assert.NotNull(first.Pace);
        Assert.Null(second.Pace);
    }

    private static HttpResponseMessage RefusesTheThirdDozen(ScriptedRequest request) => request.Number is > 24 and <= 36
        ? ScriptedServer.Status(HttpStatusCode.TooManyRequests)
        : ScriptedServer.Product(request.Id);
}
