using System.Threading.Channels;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Fetching;

public sealed class StreamHttpTests
{
    private static readonly TimeSpan Generous = TimeSpan.FromSeconds(30);

    [Fact]
    [Trait("Contract", "1")]
    public async Task A_stream_gives_results_in_order_of_completion()
    {
        var gates = Enumerable.Range(0, 4).Select(_ =>
            new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).ToArray();
        await using var server = RawServer.Start(async exchange =>
        {
            await gates[int.Parse(exchange.Request.Id, null)].Task;
            await exchange.ProductAsync();
        });
        await using var client = new TestClient(server.BaseAddress);
        List<string> order = [];
        gates[2].SetResult();

        await foreach (var result in client.Products.StreamManyAsync(new[] { 1, 2, 3 }))
        {
            order.Add(result.ProductId.ToString());
            gates[order.Count == 1 ? 3 : 1].TrySetResult();
        }

        Assert.Equal(["2", "3", "1"], order);
    }

    [Fact]
    [Trait("Contract", "1")]
    public async Task A_stream_gives_one_result_per_position()
    {
        using var server = new ProductApiStub();
        server.HasProducts(Enumerable.Range(1, 50));
        server.Answers(13, 404);
        await using var client = new TestClient(server.BaseAddress, Quick.Retries);
        List<FetchResult<Product>> results = [];

        await foreach (var result in client.Products.StreamManyAsync(Enumerable.Range(1, 50).Append(7)))
            results.Add(result);

        Assert.Equal(
            Enumerable.Range(1, 50).Append(7).Order(),
            results.Select(result => int.Parse(result.ProductId.ToString(), null)).Order());
        Assert.Equal("13", Assert.Single(results, result => !result.Succeeded).ProductId.ToString());
    }

    [Fact]
    [Trait("Contract", "1")]
    public async Task A_stream_hands_out_results_while_ids_are_still_to_come()
    {
        var ids = Channel.CreateUnbounded<ProductId>();
        await using var server = RawServer.WithProducts();
        await using var client = new TestClient(server.BaseAddress);
        await using var results = client.Products.StreamManyAsync(ids.Reader.ReadAllAsync()).GetAsyncEnumerator();

        for (var id = 1; id <= 3; id++)
        {
            await ids.Writer.WriteAsync(id);
            Assert.True(await results.MoveNextAsync().AsTask().WaitAsync(Generous));
            Assert.Equal(id, results.Current.ProductId);
        }

        ids.Writer.Complete();
        Assert.False(await results.MoveNextAsync());
    }

    [Fact]
    [Trait("Contract", "5")]
    public async Task Leaving_a_stream_early_cancels_what_is_in_flight()
    {
        var left = new CountdownEvent(2);
        var othersArrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = RawServer.Start(async exchange =>
        {
            if (exchange.Request.Id is "1" or "999")
            {
                if (exchange.Request.Id == "1")
                    await othersArrived.Task;
                await exchange.ProductAsync();
                return;
            }

            await exchange.ClientLeftAsync();
            left.Signal();
        });
        await using var client = new TestClient(server.BaseAddress, Quick.Concurrency(3));
        var isDisposed = false;
        var arrival = server.ReceivedAsync(3).ContinueWith(_ => othersArrived.SetResult(), TaskScheduler.Default);

        await foreach (var result in client.Products.StreamManyAsync(Ids()))
        {
            Assert.Equal(1, result.ProductId);
            break;
        }

        await arrival;
        Assert.True(isDisposed);
        Assert.True(left.Wait(Generous));
        Assert.True((await client.Products.FetchAsync(999)).Succeeded);
        Assert.Equal(4, server.Requests.Count);

        IEnumerable<int> Ids()
        {
            try
            {
                for (var id = 1; id <= 3; id++)
                    yield return id;
            }
            finally
            {
                isDisposed = true;
            }
        }
    }
}
