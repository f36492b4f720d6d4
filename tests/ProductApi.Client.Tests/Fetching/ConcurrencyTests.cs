using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Fetching;

public sealed class ConcurrencyTests : VirtualTimeTest
{
    [Fact]
    [Trait("Contract", "4")]
    public void Concurrent_calls_share_the_slots_and_take_turns()
    {
        var server = ServerThat(request => ScriptedServer.Product(request.Id));
        var client = TestClient.Scripted(server, time: Time);
        TimeSpan? smallEnded = null;

        Time.Run(async () =>
        {
            var big = client.Products.FetchManyAsync(Enumerable.Range(1, 2000));
            await Task.Delay(TimeSpan.FromSeconds(1), Time);
            await client.Products.FetchManyAsync(Enumerable.Range(3001, 50));
            smallEnded = Time.Now;
            await big;
        });

        Assert.Equal(20, server.MaxInFlight);
        Assert.InRange(smallEnded!.Value.TotalSeconds, 1.2, 3);
        Assert.Equal(2050 * 0.2 / 20, Time.Now.TotalSeconds, 0.5);
    }

    [Fact]
    [Trait("Contract", "4")]
    public void A_call_may_ask_for_a_smaller_cap_of_its_own()
    {
        var server = ServerThat(request => ScriptedServer.Product(request.Id));

        Fetch(server, 100, options: new FetchOptions { MaxConcurrency = 3 });

        Assert.Equal(3, server.MaxInFlight);
    }

    [Fact]
    [Trait("Contract", "4")]
    public void A_call_cannot_raise_the_cap_of_the_client()
    {
        var server = ServerThat(request => ScriptedServer.Product(request.Id));

        Fetch(server, 100, options => options.MaxConcurrency = 5, new FetchOptions { MaxConcurrency = 50 });

        Assert.Equal(5, server.MaxInFlight);
    }

    [Fact]
    [Trait("Contract", "5")]
    public void Ids_are_pulled_lazily()
    {
        var server = ServerThat(request => ScriptedServer.Product(request.Id));
        var client = TestClient.Scripted(server, options => options.MaxConcurrency = 4, Time);
        var pulled = 0;
        var most = 0;

        Time.Run(() => client.Products.FetchManyAsync(Ids()));

        Assert.Equal(200, pulled);
        Assert.InRange(most, 1, 2 * 4);

        IEnumerable<ProductId> Ids()
        {
            for (var id = 1; id <= 200; id++)
            {
                most = Math.Max(
                    most, ++pulled - server.Requests.Count(request => request.At + TimeSpan.FromSeconds(0.2) <= Time.GetUtcNow()));
                yield return id;
            }
        }
    }

    [Fact]
    [Trait("Contract", "5")]
    public void A_slow_consumer_of_a_stream_holds_the_fetching_back()
    {
        var server = ServerThat(request => ScriptedServer.Product(request.Id));
        var client = TestClient.Scripted(server, options => options.MaxConcurrency = 4, Time);
        var consumed = 0;
        var mostAhead = 0;

        Time.Run(async () =>
        {
            await foreach (var result in client.Products.StreamManyAsync(Enumerable.Range(1, 100)))
            {
                Assert.True(result.Succeeded);
                await Task.Delay(TimeSpan.FromSeconds(1), Time);
                consumed++;
                mostAhead = Math.Max(mostAhead, server.Requests.Count - consumed);
            }
        });

        Assert.Equal(100, consumed);
        Assert.InRange(mostAhead, 1, 3 * 4);
    }

    [Fact]
    [Trait("Contract", "5")]
    public void A_stalled_consumer_keeps_no_slot_from_other_calls()
    {
        var server = ServerThat(request => ScriptedServer.Product(request.Id));
        var client = TestClient.Scripted(server, options => options.MaxConcurrency = 4, Time);

        var others = Time.Run(async () =>
        {
            await using var stalled = client.Products.StreamManyAsync(Enumerable.Range(1, 100)).GetAsyncEnumerator();
            Assert.True(await stalled.MoveNextAsync());
            await Task.Delay(TimeSpan.FromSeconds(5), Time);
            return await client.Products.FetchManyAsync(Enumerable.Range(1, 100));
        });

        Assert.All(others, result => Assert.True(result.Succeeded));
    }

    [Fact]
    [Trait("Contract", "5")]
    public void Leaving_a_stream_early_cancels_what_is_in_flight_and_gives_the_slots_back()
    {
        var server = ServerThat(request => ScriptedServer.Product(request.Id));
        var client = TestClient.Scripted(server, time: Time);

        var sentWhenLeft = Time.Run(async () =>
        {
            await foreach (var result in client.Products.StreamManyAsync(Enumerable.Range(1, 1000)))
                break;
            return server.Requests.Count;
        });
        var afterwards = Time.Run(() => client.Products.FetchManyAsync(Enumerable.Range(2001, 20)));

        Assert.InRange(sentWhenLeft, 20, 60);
        Assert.Equal(sentWhenLeft + 20, server.Requests.Count);
        Assert.All(afterwards, result => Assert.True(result.Succeeded));
    }
}
