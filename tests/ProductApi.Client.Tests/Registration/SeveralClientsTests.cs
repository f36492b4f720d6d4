using System.Net;
using Microsoft.Extensions.DependencyInjection;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Registration;

public sealed class SeveralClientsTests : VirtualTimeTest
{
    [Fact]
    [Trait("Contract", "22")]
    public void A_client_whose_slots_are_all_taken_does_not_delay_another()
    {
        var slow = ServerThat(request => ScriptedServer.Product(request.Id), latency: 8);
        var quick = ServerThat(request => ScriptedServer.Product(request.Id));

        var (saturated, free) = FetchFromBoth(slow, quick);

        Assert.Equal(5 * 8, saturated.TotalSeconds, 0.001);
        Assert.Equal(5 * 0.2, free.TotalSeconds, 0.001);
    }

    [Fact]
    [Trait("Contract", "22")]
    public void A_client_told_to_wait_does_not_delay_another()
    {
        var throttling = ServerThat(request => Time.Now.TotalSeconds < 300
            ? ScriptedServer.Status(HttpStatusCode.TooManyRequests, retryAfter: $"{Math.Ceiling(300 - Time.Now.TotalSeconds)}")
            : ScriptedServer.Product(request.Id));
        var quick = ServerThat(request => ScriptedServer.Product(request.Id));

        var (waiting, free) = FetchFromBoth(throttling, quick);

        Assert.InRange(waiting.TotalSeconds, 300, 600);
        Assert.Equal(5 * 0.2, free.TotalSeconds, 0.001);
    }

    [Fact]
    [Trait("Contract", "22")]
    public void A_client_whose_host_is_down_does_not_delay_another()
    {
        var down = ServerThat(_ => throw Refused());
        var quick = ServerThat(request => ScriptedServer.Product(request.Id));

        var (waiting, free) = FetchFromBoth(down, quick, expected: FetchErrorKind.Unavailable);

        Assert.InRange(waiting.TotalSeconds, 120, 180);
        Assert.Equal(5 * 0.2, free.TotalSeconds, 0.001);
    }

    private (TimeSpan First, TimeSpan Second) FetchFromBoth(ScriptedServer first, ScriptedServer second, FetchErrorKind? expected = null)
    {
        var services = new ServiceCollection().AddSingleton<TimeProvider>(Time);
        Register("first", first);
        Register("second", second);
        var provider = services.BuildServiceProvider();
        return Time.Run(async () =>
        {
            var both = (FetchAsync("first", expected), FetchAsync("second", null));
            return (await both.Item1, await both.Item2);
        });

        void Register(string name, ScriptedServer server) => services.AddProductClient(name, options =>
        {
            options.BaseAddress = new Uri($"https://{name}.test/");
            options.ApiKey = TestClient.Key;
        }).ConfigurePrimaryHttpMessageHandler(() => server);

        async Task<TimeSpan> FetchAsync(string name, FetchErrorKind? error)
        {
            var results = await provider.GetRequiredKeyedService<IProductClient>(name).FetchManyAsync(Enumerable.Range(1, 100));
            Assert.All(results, result => Assert.Equal(error, result.Error?.Kind));
            return Time.Now;
        }
    }
}
