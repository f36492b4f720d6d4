using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Keys;

public sealed class ApiKeyBreakerTests : VirtualTimeTest
{
    [Fact]
    [Trait("Contract", "12")]
    public void A_wrong_key_stops_the_run_after_the_first_requests()
    {
        var server = ServerThat(_ => ScriptedServer.Status(HttpStatusCode.Unauthorized));

        var results = Fetch(server, 500);

        Assert.Equal(500, results.Count);
        Assert.Equal(20, server.Requests.Count);
        Assert.Equal(20, results.Count(result => result.Error?.Kind == FetchErrorKind.Unauthorized));
        Assert.All(results.Skip(20), result =>
        {
            Assert.Equal(FetchErrorKind.NotAttempted, result.Error?.Kind);
            Assert.Contains("API key", result.Error!.Message, StringComparison.Ordinal);
            Assert.False(result.Error.IsTransient);
        });
    }

    [Fact]
    [Trait("Contract", "12")]
    public void A_key_revoked_during_a_run_stops_it_after_eight_rejections_in_a_row()
    {
        var server = ServerThat(request => request.Number <= 100 ? ScriptedServer.Product(request.Id) : ScriptedServer.Status(HttpStatusCode.Unauthorized));

        var results = Fetch(server, 500);

        Assert.Equal(100, results.Count(result => result.Succeeded));
        Assert.InRange(server.Requests.Count, 108, 130);
        Assert.Contains(results, result => result.Error?.Kind == FetchErrorKind.NotAttempted);
    }

    [Fact]
    [Trait("Contract", "12")]
    public void Products_that_are_not_ours_to_see_fail_alone()
    {
        var server = ServerThat(request => int.Parse(request.Id, null) % 5 == 1
            ? ScriptedServer.Status(HttpStatusCode.Unauthorized)
            : ScriptedServer.Product(request.Id));

        var results = Fetch(server, 500);

        Assert.Equal(400, results.Count(result => result.Succeeded));
        Assert.Equal(100, results.Count(result => result.Error?.Kind == FetchErrorKind.Unauthorized));
    }

    [Fact]
    [Trait("Contract", "12")]
    public void The_next_run_tries_the_key_again()
    {
        var isRejected = true;
        var server = ServerThat(request => isRejected ? ScriptedServer.Status(HttpStatusCode.Unauthorized) : ScriptedServer.Product(request.Id));
        var client = TestClient.Scripted(server, time: Time);
        Time.Run(() => client.Products.FetchManyAsync(Enumerable.Range(1, 100)));
        isRejected = false;

        var results = Time.Run(() => client.Products.FetchManyAsync(Enumerable.Range(1, 100)));

        Assert.All(results, result => Assert.True(result.Succeeded, result.Error?.ToString()));
    }

    [Fact]
    [Trait("Contract", "12")]
    public void A_proven_key_replaced_during_a_run_loses_nothing()
    {
        var server = ServerThat(request => request.Authorization == (request.Number <= 100 ? "Bearer old" : "Bearer new")
            ? ScriptedServer.Product(request.Id)
            : ScriptedServer.Status(HttpStatusCode.Unauthorized));

        Assert.All(FetchWhileTheKeyIsReplaced(server, 1.1), result => Assert.True(result.Succeeded, result.Error?.ToString()));
    }

    [Fact]
    [Trait("Contract", "12")]
    public void A_key_that_never_worked_and_is_replaced_in_time_loses_nothing()
    {
        var server = new ScriptedServer(async (request, cancellationToken) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(request.Number == 1 ? 0.1 : 0.3), Time, cancellationToken);
            return request.Authorization == "Bearer new" ? ScriptedServer.Product(request.Id) : ScriptedServer.Status(HttpStatusCode.Unauthorized);
        }, Time);

        Assert.All(FetchWhileTheKeyIsReplaced(server, 0.2), result => Assert.True(result.Succeeded, result.Error?.ToString()));
    }

    private IReadOnlyList<FetchResult<Product>> FetchWhileTheKeyIsReplaced(ScriptedServer server, double after)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["BaseAddress"] = "https://products.test/",
            ["ApiKey"] = "old",
        }).Build();
        var services = new ServiceCollection().AddSingleton<TimeProvider>(Time);
        services.AddProductClient(configuration).ConfigurePrimaryHttpMessageHandler(() => server);
        using var provider = services.BuildServiceProvider();
        return Time.Run(async () =>
        {
            var fetching = provider.GetRequiredService<IProductClient>().FetchManyAsync(Enumerable.Range(1, 300));
            await Task.Delay(TimeSpan.FromSeconds(after), Time);
            configuration["ApiKey"] = "new";
            configuration.Reload();
            return await fetching;
        });
    }
}
