using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Fetching;

public sealed class IdSourceHttpTests
{
    private static readonly TimeSpan Generous = TimeSpan.FromSeconds(30);

    [Fact]
    [Trait("Contract", "2")]
    public async Task Null_ids_are_a_programming_error()
    {
        await using var client = new TestClient(new Uri("http://127.0.0.1:1/"));

        await Assert.ThrowsAsync<ArgumentNullException>("ids", () => client.Products.FetchManyAsync((IEnumerable<ProductId>)null!));
        await Assert.ThrowsAsync<ArgumentNullException>("ids", () => client.Products.FetchManyAsync((IEnumerable<int>)null!));
        Assert.Throws<ArgumentNullException>("ids", () => client.Products.StreamManyAsync((IAsyncEnumerable<ProductId>)null!));
        Assert.Throws<ArgumentNullException>("ids", () => client.Products.StreamManyAsync((IEnumerable<string>)null!));
    }

    [Theory]
    [InlineData("many")]
    [InlineData("stream")]
    [Trait("Contract", "2")]
    public async Task An_exception_of_the_id_source_comes_out_after_what_is_in_flight_was_cancelled(string call)
    {
        var failure = new InvalidOperationException("The list of ids is broken.");
        var bothInFlight = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var left = new CountdownEvent(2);
        await using var server = RawServer.Start(async exchange =>
        {
            await exchange.ClientLeftAsync();
            left.Signal();
        });
        await using var client = new TestClient(server.BaseAddress, Quick.Concurrency(3));
        Task running = call == "many"
            ? Task.Run(() => client.Products.FetchManyAsync(Ids().ToBlockingEnumerable()))
            : client.Products.StreamManyAsync(Ids()).GetAsyncEnumerator().MoveNextAsync().AsTask();

        await server.ReceivedAsync(2);
        bothInFlight.SetResult();

        Assert.Same(failure, await Assert.ThrowsAsync<InvalidOperationException>(() => running.WaitAsync(Generous)));
        Assert.True(left.Wait(Generous));
        Assert.Equal(2, server.Requests.Count);

        async IAsyncEnumerable<ProductId> Ids()
        {
            yield return 1;
            yield return 2;
            await bothInFlight.Task;
            throw failure;
        }
    }

    [Fact]
    [Trait("Contract", "2")]
    public async Task A_source_that_throws_at_once_sends_nothing()
    {
        await using var server = RawServer.WithProducts();
        await using var client = new TestClient(server.BaseAddress);

        await Assert.ThrowsAsync<FormatException>(
            () => client.Products.FetchManyAsync(new[] { "x" }.Select(text => int.Parse(text, null))));

        Assert.Empty(server.Requests);
    }

    [Fact]
    [Trait("Contract", "2")]
    public async Task A_source_is_disposed_of_also_when_it_throws()
    {
        var isDisposed = false;
        await using var server = RawServer.WithProducts();
        await using var client = new TestClient(server.BaseAddress);

        await Assert.ThrowsAsync<InvalidOperationException>(() => client.Products.FetchManyAsync(Ids()));

        Assert.True(isDisposed);

        IEnumerable<int> Ids()
        {
            try
            {
                yield return 1;
                throw new InvalidOperationException("The list of ids is broken.");
            }
            finally
            {
                isDisposed = true;
            }
        }
    }
}
