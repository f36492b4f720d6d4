using System.Net;
using Microsoft.Extensions.DependencyInjection;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Pipeline;

public sealed class HttpTwoTests
{
    private static readonly TimeSpan Generous = TimeSpan.FromSeconds(60);

    [Fact]
    [Trait("Contract", "22")]
    public async Task One_line_on_the_builder_makes_every_request_HTTP_2()
    {
        await using var server = await HttpTwoServer.StartAsync();

        var results = await FetchAsync(server, 100);

        Assert.All(results, result => Assert.True(result.Succeeded, result.Error?.ToString()));
        Assert.Equal(100, server.Requests.Count);
        Assert.All(server.Requests, request => Assert.Equal("HTTP/2", request.Protocol));
    }

    [Fact]
    [Trait("Contract", "22")]
    public async Task Without_that_line_requests_are_HTTP_1()
    {
        await using var server = await HttpTwoServer.StartAsync();
        await using var client = new TestClient(server.BaseAddress, build: server.TrustedBy);

        Assert.True((await client.Products.FetchAsync(7)).Succeeded);

        Assert.Equal("HTTP/1.1", Assert.Single(server.Requests).Protocol);
    }

    [Fact]
    [Trait("Contract", "4")]
    public async Task A_hundred_requests_are_in_flight_on_one_connection()
    {
        var everybody = new Rendezvous(100);
        await using var server = await HttpTwoServer.StartAsync(async exchange =>
        {
            await everybody.ArriveAsync();
            await exchange.ProductAsync();
        });

        var results = await FetchAsync(server, 100, Quick.Concurrency(100)).WaitAsync(Generous);

        Assert.All(results, result => Assert.True(result.Succeeded, result.Error?.ToString()));
        Assert.Single(server.Requests.Select(request => request.Connection).Distinct());
    }

    [Fact]
    [Trait("Contract", "4")]
    public async Task A_server_that_allows_few_streams_on_a_connection_gets_more_connections()
    {
        var everybody = new Rendezvous(20);
        await using var server = await HttpTwoServer.StartAsync(async exchange =>
        {
            await everybody.ArriveAsync();
            await exchange.ProductAsync();
        }, streamsPerConnection: 5);

        var results = await FetchAsync(server, 20).WaitAsync(Generous);

        Assert.All(results, result => Assert.True(result.Succeeded, result.Error?.ToString()));
        Assert.InRange(server.Requests.Select(request => request.Connection).Distinct().Count(), 4, 20);
    }

    [Fact]
    [Trait("Contract", "7")]
    public async Task A_stream_that_is_reset_is_retried_and_concerns_its_id_alone()
    {
        await using var server = await HttpTwoServer.StartAsync(exchange =>
            exchange.Request is { Id: "13", Attempt: 1 } ? exchange.ResetAsync() : exchange.ProductAsync());

        var results = await FetchAsync(server, 100);

        Assert.All(results, result => Assert.True(result.Succeeded, result.Error?.ToString()));
        Assert.All(results, result => Assert.Equal(result.ProductId == 13 ? 2 : 1, result.Attempts));
    }

    [Fact]
    [Trait("Contract", "11")]
    public async Task An_id_whose_stream_is_always_reset_fails_alone()
    {
        await using var server = await HttpTwoServer.StartAsync(exchange =>
            exchange.Request.Id == "13" ? exchange.ResetAsync() : exchange.ProductAsync());

        var results = await FetchAsync(server, 500);

        var failed = Assert.Single(results, result => !result.Succeeded);
        Assert.Equal(13, failed.ProductId);
        Assert.Equal(FetchErrorKind.Network, failed.Error?.Kind);
        Assert.True(failed.Error!.IsTransient);
        Assert.Equal(4, server.RequestsFor("13").Count);
    }

    [Fact]
    [Trait("Contract", "7")]
    public async Task A_connection_the_server_sends_away_costs_no_id()
    {
        await using var server = await HttpTwoServer.StartAsync(exchange =>
        {
            if (exchange.Request.Number % 50 == 0)
                exchange.GoAway();
            return exchange.ProductAsync();
        });

        var results = await FetchAsync(server, 300);

        Assert.All(results, result => Assert.True(result.Succeeded, result.Error?.ToString()));
        Assert.InRange(server.Requests.Select(request => request.Connection).Distinct().Count(), 2, 300);
    }

    [Fact]
    [Trait("Contract", "9")]
    public async Task Throttling_and_retries_work_as_they_do_over_HTTP_1()
    {
        await using var server = await HttpTwoServer.StartAsync(exchange => exchange.Request switch
        {
            { Id: "3", Attempt: 1 } => exchange.StatusAsync(429, retryAfter: "0"),
            { Id: "5", Attempt: 1 } => exchange.StatusAsync(500),
            { Id: "7" } => exchange.StatusAsync(404),
            _ => exchange.ProductAsync(),
        });

        var results = await FetchAsync(server, 50);

        Assert.Equal(FetchErrorKind.NotFound, Assert.Single(results, result => !result.Succeeded).Error?.Kind);
        Assert.Equal(2, server.RequestsFor("3").Count);
        Assert.Equal(2, server.RequestsFor("5").Count);
        Assert.All(server.Requests, request => Assert.Equal("HTTP/2", request.Protocol));
    }

    private static async Task<IReadOnlyList<FetchResult<Product>>> FetchAsync(
        HttpTwoServer server, int count, Action<ProductClientOptions>? configure = null)
    {
        await using var client = new TestClient(server.BaseAddress, configure ?? Quick.Retries, builder =>
        {
            server.TrustedBy(builder);
            builder.ConfigureHttpClient(http => http.DefaultRequestVersion = HttpVersion.Version20);
        });
        return await client.Products.FetchManyAsync(Enumerable.Range(1, count));
    }

    /// <summary>Lets nobody go on before all have arrived.</summary>
    private sealed class Rendezvous(int expected)
    {
        private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _arrived;

        public Task ArriveAsync()
        {
            if (Interlocked.Increment(ref _arrived) == expected)
                _complete.SetResult();
            return _complete.Task;
        }
    }
}
