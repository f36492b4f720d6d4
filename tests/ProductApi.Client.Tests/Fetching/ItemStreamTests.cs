using System.Net;
using System.Runtime.CompilerServices;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Fetching;

public sealed class ItemStreamTests : VirtualTimeTest
{
    private const int MaxConcurrency = 20;

    [Fact]
    [Trait("Contract", "1")]
    public void Every_item_comes_back_once_with_the_result_of_its_id()
    {
        var server = ServerThat(
            request => request.Id == "13" ? ScriptedServer.Status(HttpStatusCode.NotFound) : ScriptedServer.Product(request.Id));
        var client = TestClient.Scripted(server, time: Time);

        var fetched = Fetch(client, Enumerable.Range(0, 200).Select(number => new Message(number, number)));

        Assert.Equal(Enumerable.Range(0, 200), fetched.Select(item => item.Item.Number).Order());
        Assert.All(fetched, item => Assert.Equal($"{item.Item.Id}", item.Result.ProductId.ToString()));
        Assert.Equal([13], fetched.Where(item => !item.Result.Succeeded).Select(item => item.Item.Number));
    }

    [Fact]
    [Trait("Contract", "1")]
    public void Items_with_the_same_id_get_a_result_each()
    {
        var client = TestClient.Scripted(ServerThat(request => ScriptedServer.Product(request.Id)), time: Time);

        var fetched = Fetch(client, Enumerable.Range(0, 300).Select(number => new Message(number, number % 3)));

        Assert.Equal(Enumerable.Range(0, 300), fetched.Select(item => item.Item.Number).Order());
        Assert.All(fetched, item => Assert.Equal($"{item.Item.Number % 3}", item.Result.Product!.Id.ToString()));
    }

    [Fact]
    [Trait("Contract", "5")]
    public void No_more_items_are_held_than_may_be_in_flight_and_wait_for_the_consumer()
    {
        var client = TestClient.Scripted(ServerThat(request => ScriptedServer.Product(request.Id)), time: Time);
        var (pulled, consumed, mostHeld) = (0, 0, 0);

        Time.Run(async () =>
        {
            await foreach (var item in client.Products.StreamManyAsync(Pull(), message => message.Id))
            {
                await Task.Delay(TimeSpan.FromSeconds(0.1), Time);
                mostHeld = Math.Max(mostHeld, pulled - consumed);
                consumed++;
            }
        });

        Assert.Equal(500, consumed);
        Assert.InRange(mostHeld, MaxConcurrency, (2 * MaxConcurrency) + 1);

        async IAsyncEnumerable<Message> Pull()
        {
            for (var number = 0; number < 500; number++)
            {
                await Task.Yield();
                pulled++;
                yield return new Message(number, number);
            }
        }
    }

    [Fact]
    public void What_is_in_flight_when_the_items_end_is_fetched_to_its_end()
    {
        var client = TestClient.Scripted(ServerThat(request => ScriptedServer.Product(request.Id)), time: Time);
        var (results, hasEnded) = (0, false);

        Time.Run(async () =>
        {
            await foreach (var item in client.Products.StreamManyAsync(UntilEnded(), message => message.Id))
            {
                Assert.True(item.Result.Succeeded);
                hasEnded = ++results == 50 || hasEnded;
            }
        });

        Assert.InRange(results, 51, 50 + (2 * MaxConcurrency));

        async IAsyncEnumerable<Message> UntilEnded()
        {
            for (var number = 0; !hasEnded; number++)
            {
                await Task.Yield();
                yield return new Message(number, number);
            }
        }
    }

    [Fact]
    [Trait("Contract", "2")]
    public void A_failure_of_the_id_function_ends_the_call_as_one_of_the_source_does()
    {
        var client = TestClient.Scripted(ServerThat(request => ScriptedServer.Product(request.Id)), time: Time);

        Assert.Throws<FormatException>(() => Time.Run(async () =>
        {
            await foreach (var _ in client.Products.StreamManyAsync(ToAsync([new Message(1, 1)]), _ => throw new FormatException()))
            {
            }
        }));
    }

    [Fact]
    public async Task It_works_with_a_client_that_callers_fake()
    {
        List<FetchedItem<Message, Product>> fetched = [];

        await foreach (var item in new FakeClient().StreamManyAsync(ToAsync([new Message(1, 7), new Message(2, 7)]), message => message.Id))
            fetched.Add(item);

        Assert.Equal([1, 2], fetched.Select(item => item.Item.Number));
    }

    [Fact]
    public async Task A_client_that_returns_a_result_for_an_id_that_nobody_asked_for_is_told_so()
    {
        var items = new FakeClient("9").StreamManyAsync(ToAsync([new Message(1, 7)]), message => message.Id);

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await foreach (var _ in items)
            {
            }
        });

        Assert.Equal("The client returned a result for an id that nobody asked for.", failure.Message);
    }

    [Fact]
    public void Null_arguments_are_told_at_once()
    {
        var client = new FakeClient();

        Assert.Throws<ArgumentNullException>(
            "client", () => ((IProductClient<Product>)null!).StreamManyAsync(ToAsync<Message>([]), message => message.Id));
        Assert.Throws<ArgumentNullException>(
            "items", () => client.StreamManyAsync((IAsyncEnumerable<Message>)null!, message => message.Id));
        Assert.Throws<ArgumentNullException>("id", () => client.StreamManyAsync(ToAsync<Message>([]), (Func<Message, ProductId>)null!));
    }

    private List<FetchedItem<Message, Product>> Fetch(TestClient client, IEnumerable<Message> messages) => Time.Run(async () =>
    {
        List<FetchedItem<Message, Product>> fetched = [];
        await foreach (var item in client.Products.StreamManyAsync(ToAsync(messages), message => message.Id))
            fetched.Add(item);
        return fetched;
    });

    private static async IAsyncEnumerable<T> ToAsync<T>(IEnumerable<T> items)
    {
        await Task.CompletedTask;
        foreach (var item in items)
            yield return item;
    }

    private sealed record Message(int Number, int Id);

    private sealed class FakeClient(ProductId? answers = null) : IProductClient<Product>
    {
        public Task<FetchResult<Product>> FetchAsync(ProductId id, FetchOptions? options, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<FetchResult<Product>>> FetchManyAsync(
            IEnumerable<ProductId> ids, FetchOptions? options, CancellationToken cancellationToken) => throw new NotSupportedException();

        public async IAsyncEnumerable<FetchResult<Product>> StreamManyAsync(
            IAsyncEnumerable<ProductId> ids, FetchOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await foreach (var id in ids.WithCancellation(cancellationToken))
                yield return FetchResult.Success(answers ?? id, new Product { Id = id });
        }
    }
}
