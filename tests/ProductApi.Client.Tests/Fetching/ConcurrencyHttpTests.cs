using ProductApi.Client.Sample.Server;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Fetching;

public sealed class ConcurrencyHttpTests
{
    [Fact]
    [Trait("Contract", "4")]
    public async Task Never_more_than_MaxConcurrency_requests_are_in_flight_over_all_calls_together()
    {
        await using var server = await ProductServer.StartAsync(new ProductServerOptions { Latency = TimeSpan.FromMilliseconds(20) });
        await using var client = new TestClient(server.BaseAddress, options =>
        {
            options.ApiKey = "sample-key";
            options.MaxConcurrency = 5;
        });

        var results = await Task.WhenAll(
            client.Products.FetchManyAsync(Enumerable.Range(1, 60)),
            client.Products.FetchManyAsync(Enumerable.Range(101, 60)));

        Assert.All(results.SelectMany(run => run), result => Assert.True(result.Succeeded, result.Error?.ToString()));
        Assert.Equal(120, server.Stats.DistinctIds);
        Assert.InRange(server.Stats.MaxInFlight, 2, 5);
    }

    [Fact]
    [Trait("Contract", "4")]
    public async Task All_of_MaxConcurrency_is_used_and_not_one_request_more()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = RawServer.Start(async exchange =>
        {
            await gate.Task;
            await exchange.ProductAsync();
        });
        await using var client = new TestClient(server.BaseAddress, Quick.Concurrency(4));
        var first = client.Products.FetchManyAsync(Enumerable.Range(1, 10));
        var second = client.Products.FetchManyAsync(Enumerable.Range(11, 10));

        await server.ReceivedAsync(4);
        gate.SetResult();
        var results = await Task.WhenAll(first, second);

        Assert.All(results.SelectMany(run => run), result => Assert.True(result.Succeeded, result.Error?.ToString()));
        Assert.Equal(4, server.MaxInFlight);
    }

    [Fact]
    [Trait("Contract", "4")]
    public async Task Retries_keep_to_MaxConcurrency()
    {
        await using var server = RawServer.Start(exchange => exchange.Request.Attempt switch
        {
            1 when exchange.Request.Number % 3 == 0 => exchange.AnswerAsync(500),
            1 when exchange.Request.Number % 3 == 1 => exchange.ResetAsync(),
            _ => exchange.ProductAsync(),
        });
        await using var client = new TestClient(server.BaseAddress, Quick.Concurrency(3));

        var results = await client.Products.FetchManyAsync(Enumerable.Range(1, 30));

        Assert.All(results, result => Assert.True(result.Succeeded, result.Error?.ToString()));
        Assert.InRange(server.MaxInFlight, 1, 3);
    }
}
