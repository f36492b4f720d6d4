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
    public void A_key_revoked_during_a_run_is_probed_until_the_patience_is_over_and_then_ends_it()
    {
        var server = ServerThat(
            request => request.Number <= 100 ? ScriptedServer.Product(request.Id) : ScriptedServer.Status(HttpStatusCode.Unauthorized));

        var results = Fetch(server, 500);

        Assert.Equal(100, results.Count(result => result.Succeeded));
        Assert.InRange(server.Requests.Count, 140, 190);
        Assert.All(results.Where(result => !result.Succeeded), result => Assert.True(result.Error!.IsTransient));
        Assert.InRange(results.Count(result => result.Error?.Kind == FetchErrorKind.NotAttempted), 380, 400);
    }

    [Fact]
    [Trait("Contract", "12")]
    public void A_moment_of_401_under_a_key_that_was_accepted_loses_nothing()
    {
        var revokedAt = Time.GetTimestamp();
        var server = new ScriptedServer(async (request, cancellationToken) =>
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), Time, cancellationToken);
            if (request.Number == 180)
                revokedAt = Time.GetTimestamp();
            return request.Number > 180 && Time.GetElapsedTime(revokedAt) < TimeSpan.FromSeconds(0.2)
                ? ScriptedServer.Status(HttpStatusCode.Unauthorized)
                : ScriptedServer.Product(request.Id);
        }, Time);

        var results = Fetch(server, 5_000);

        Assert.All(results, result => Assert.True(result.Succeeded, result.Error?.ToString()));
    }

    [Fact]
    [Trait("Contract", "12")]
    public void A_401_in_a_hundred_under_a_good_key_loses_nothing()
    {
        var server = ServerThat(request =>
            request.Number % 100 == 50 ? ScriptedServer.Status(HttpStatusCode.Unauthorized) : ScriptedServer.Product(request.Id));

        var results = Fetch(server, 2_000);

        Assert.All(results, result => Assert.True(result.Succeeded, result.Error?.ToString()));
    }

    [Fact]
    [Trait("Contract", "12")]
    public void Calls_of_single_ids_under_a_wrong_key_send_few_requests()
    {
        var server = ServerThat(_ => ScriptedServer.Status(HttpStatusCode.Unauthorized));
        var client = TestClient.Scripted(server, time: Time);

        var results = Enumerable.Range(1, 1_000).Select(id => Time.Run(() => client.Products.FetchAsync(id))).ToList();

        Assert.Single(server.Requests);
        Assert.Equal(999, results.Count(result => result.Error?.Kind == FetchErrorKind.NotAttempted));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [Trait("Contract", "12")]
    public void A_wrong_key_that_is_answered_403_stops_early(int concurrency)
    {
        var server = ServerThat(_ => ScriptedServer.Status(HttpStatusCode.Forbidden));
        var client = TestClient.Scripted(server, options => options.MaxConcurrency = concurrency, Time);

        var results = Time.Run(() => client.Products.FetchManyAsync(Enumerable.Range(1, 5_000)));

        Assert.InRange(server.Requests.Count, 1, concurrency);
        Assert.Equal(5_000 - server.Requests.Count, results.Count(result => result.Error?.Kind == FetchErrorKind.NotAttempted));
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
    public void A_minute_later_the_key_is_tried_again()
    {
        var isRejected = true;
        var server = ServerThat(
            request => isRejected ? ScriptedServer.Status(HttpStatusCode.Unauthorized) : ScriptedServer.Product(request.Id));
        var client = TestClient.Scripted(server, time: Time);
        Time.Run(() => client.Products.FetchManyAsync(Enumerable.Range(1, 100)));
        isRejected = false;
        Assert.All(
            Time.Run(() => client.Products.FetchManyAsync(Enumerable.Range(1, 100))),
            result => Assert.Equal(FetchErrorKind.NotAttempted, result.Error?.Kind));
        Time.Run(() => Task.Delay(TimeSpan.FromMinutes(1), Time));

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
            return request.Authorization == "Bearer new"
                ? ScriptedServer.Product(request.Id)
                : ScriptedServer.Status(HttpStatusCode.Unauthorized);
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
