using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Fetching;

public sealed class CancellationTests
{
    private static readonly TimeSpan Generous = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("one")]
    [InlineData("many")]
    [InlineData("stream")]
    [InlineData("stream WithCancellation")]
    [Trait("Contract", "2")]
    public async Task A_cancelled_call_throws_with_the_callers_token_and_sends_nothing_afterwards(string call)
    {
        using var cancellation = new CancellationTokenSource();
        await using var server = RawServer.Start(
            exchange => exchange.Request.Id == "999" ? exchange.ProductAsync() : exchange.ClientLeftAsync());
        await using var client = new TestClient(server.BaseAddress, Quick.Concurrency(3));
        var running = Fetch(client.Products, call, cancellation.Token);
        var inFlight = call == "one" ? 1 : 3;
        await server.ReceivedAsync(inFlight);

        await cancellation.CancelAsync();

        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(Generous));
        Assert.Equal(cancellation.Token, exception.CancellationToken);
        Assert.True((await client.Products.FetchAsync(999)).Succeeded);
        Assert.Equal(inFlight + 1, server.Requests.Count);
    }

    [Theory]
    [InlineData("one")]
    [InlineData("many")]
    [InlineData("stream")]
    [InlineData("stream WithCancellation")]
    [Trait("Contract", "2")]
    public async Task A_call_with_a_cancelled_token_sends_nothing(string call)
    {
        var cancelled = new CancellationToken(canceled: true);
        await using var server = RawServer.WithProducts();
        await using var client = new TestClient(server.BaseAddress);

        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Fetch(client.Products, call, cancelled));

        Assert.Equal(cancelled, exception.CancellationToken);
        Assert.Empty(server.Requests);
    }

    [Fact]
    [Trait("Contract", "2")]
    public async Task Cancelling_one_call_leaves_the_others_alone()
    {
        using var cancellation = new CancellationTokenSource();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = RawServer.Start(async exchange =>
        {
            await gate.Task;
            await exchange.ProductAsync();
        });
        await using var client = new TestClient(server.BaseAddress, Quick.Concurrency(4));
        var cancelled = client.Products.FetchManyAsync(Enumerable.Range(1, 2), cancellationToken: cancellation.Token);
        var other = client.Products.FetchManyAsync(Enumerable.Range(11, 2));
        await server.ReceivedAsync(4);

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.WaitAsync(Generous));
        gate.SetResult();

        Assert.All(await other, result => Assert.True(result.Succeeded, result.Error?.ToString()));
    }

    [Fact]
    [Trait("Contract", "2")]
    public async Task Disposing_of_the_provider_ends_a_run_with_ObjectDisposedException()
    {
        await using var server = RawServer.Start(exchange => exchange.ClientLeftAsync());
        var client = new TestClient(server.BaseAddress, Quick.Concurrency(3));
        var products = client.Products;
        var running = products.FetchManyAsync(Enumerable.Range(1, 10));
        await server.ReceivedAsync(3);

        await client.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => running.WaitAsync(Generous));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => products.FetchManyAsync([1]).WaitAsync(Generous));
        Assert.Equal(3, server.Requests.Count);
    }

    private static Task Fetch(IProductClient products, string call, CancellationToken cancellationToken) => call switch
    {
        "one" => products.FetchAsync(1, cancellationToken: cancellationToken),
        "many" => products.FetchManyAsync(Enumerable.Range(1, 10), cancellationToken: cancellationToken),
        "stream" => DrainAsync(products.StreamManyAsync(Enumerable.Range(1, 10), cancellationToken: cancellationToken), default),
        _ => DrainAsync(products.StreamManyAsync(Enumerable.Range(1, 10), cancellationToken: CancellationToken.None), cancellationToken),
    };

    private static async Task DrainAsync(IAsyncEnumerable<FetchResult<Product>> results, CancellationToken cancellationToken)
    {
        await foreach (var _ in results.WithCancellation(cancellationToken))
        {
        }
    }
}
