using System.Net;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Fetching;

public sealed class AccountingTests
{
    [Fact]
    [Trait("Contract", "1")]
    public async Task Results_come_back_in_the_order_of_the_ids()
    {
        // Each answer waits until the next id has been answered: they complete in reverse.
        var answered = Enumerable.Range(0, 6).Select(_ =>
            new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).ToArray();
        answered[5].SetResult();
        await using var server = RawServer.Start(async exchange =>
        {
            var id = int.Parse(exchange.Request.Id, null);
            await answered[id].Task;
            await exchange.ProductAsync();
            answered[id - 1].SetResult();
        });
        await using var client = new TestClient(server.BaseAddress);

        var results = await client.Products.FetchManyAsync([1, 2, 3, 4, 5]);

        Assert.Equal(["1", "2", "3", "4", "5"], results.Select(result => result.ProductId.ToString()));
        Assert.Equal(["1", "2", "3", "4", "5"], results.Select(result => result.Product?.Id.ToString()));
        await answered[0].Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    [Trait("Contract", "1")]
    public async Task A_failed_id_does_not_disturb_the_others()
    {
        using var server = new ProductApiStub();
        server.HasProducts(Enumerable.Range(1, 20));
        server.Answers(7, 404);
        server.Answers(8, 500);
        server.Answers(9, 403);
        await using var client = new TestClient(server.BaseAddress, Quick.Retries);

        var results = await client.Products.FetchManyAsync(Enumerable.Range(1, 20));

        Assert.Equal(20, results.Count);
        Assert.Equal(
            [("7", FetchErrorKind.NotFound), ("8", FetchErrorKind.Unavailable), ("9", FetchErrorKind.Rejected)],
            results.Where(result => !result.Succeeded).Select(result => (result.ProductId.ToString(), result.Error!.Kind)));
        Assert.All(results.Where(result => result.Succeeded), result => Assert.Equal(result.ProductId, result.Product!.Id));
    }

    [Fact]
    [Trait("Contract", "1")]
    public async Task An_id_without_an_answer_that_was_declared_is_Rejected_never_NotFound()
    {
        using var server = new ProductApiStub();
        await using var client = new TestClient(server.BaseAddress);

        var result = await client.Products.FetchAsync(7);

        Assert.Equal((FetchErrorKind.Rejected, (HttpStatusCode)418), (result.Error?.Kind, result.Error?.StatusCode));
    }

    [Fact]
    [Trait("Contract", "1")]
    public async Task Each_position_is_fetched_also_when_an_id_comes_twice()
    {
        using var server = new ProductApiStub();
        server.HasProducts([7, 8]);
        await using var client = new TestClient(server.BaseAddress);

        var results = await client.Products.FetchManyAsync([7, 8, 7, 7]);

        Assert.Equal(["7", "8", "7", "7"], results.Select(result => result.Product?.Id.ToString()));
        Assert.Equal(3, server.RequestsFor(7).Count);
        Assert.Single(server.RequestsFor(8));
    }

    [Fact]
    [Trait("Contract", "1")]
    public async Task Results_tell_how_many_requests_were_sent()
    {
        await using var server = RawServer.Start(exchange =>
            exchange.Request is { Id: "2", Attempt: <= 2 } ? exchange.AnswerAsync(500) : exchange.ProductAsync());
        await using var client = new TestClient(server.BaseAddress, Quick.Retries);

        var results = await client.Products.FetchManyAsync(["1", "2", ".."]);

        Assert.Equal([1, 3, 0], results.Select(result => result.Attempts));
        Assert.Equal(4, server.Requests.Count);
    }

    [Fact]
    [Trait("Contract", "1")]
    public async Task One_product_is_fetched_with_one_request()
    {
        using var server = new ProductApiStub();
        server.HasProduct(7);
        await using var client = new TestClient(server.BaseAddress);

        var result = await client.Products.FetchAsync(7);

        Assert.True(result.Succeeded, result.Error?.ToString());
        Assert.Equal(("7", "Product 7", 1), (result.Product.Id.ToString(), result.Product.Name, result.Attempts));
        Assert.True(result.Elapsed > TimeSpan.Zero);
        Assert.Single(server.Requests);
    }

    [Fact]
    [Trait("Contract", "3")]
    public async Task An_empty_input_gives_an_empty_result_and_sends_nothing()
    {
        using var server = new ProductApiStub();
        await using var client = new TestClient(server.BaseAddress);

        var results = await client.Products.FetchManyAsync(Array.Empty<int>());
        var lazily = await client.Products.FetchManyAsync(Enumerable.Range(1, 5).Where(id => id > 5));
        await foreach (var streamed in client.Products.StreamManyAsync(Array.Empty<int>()))
            Assert.Fail($"An empty stream gave {streamed}.");

        Assert.Empty(results);
        Assert.Empty(lazily);
        Assert.Empty(server.Requests);
    }
}
