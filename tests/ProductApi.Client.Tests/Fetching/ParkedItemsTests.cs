using System.Net;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Fetching;

/// <summary>Items that wait without a slot: others go on in their place, but not any number of them.</summary>
public sealed class ParkedItemsTests : VirtualTimeTest
{
    private const int MaxConcurrency = 2;

    // At least as many may wait without a slot.
    private const int MostParked = 20;

    [Fact]
    [Trait("Contract", "5")]
    public void A_consumer_that_stands_still_stops_the_source_also_where_every_item_gives_its_slot_back()
    {
        var pulled = 0;
        var server = ServerThat(request => request.Attempt == 1
            ? ScriptedServer.Status(HttpStatusCode.Locked, retryAfter: $"{2 + (request.Number % 7)}")
            : ScriptedServer.Product(request.Id));
        var client = TestClient.Scripted(server, options => options.MaxConcurrency = MaxConcurrency, Time);

        var results = Time.Run(async () =>
        {
            List<FetchResult<Product>> arrived = [];
            await foreach (var result in client.Products.StreamManyAsync(Ids()))
            {
                arrived.Add(result);
                if (arrived.Count != 1)
                    continue;

                await Task.Delay(TimeSpan.FromHours(1), Time);
                Assert.InRange(pulled, MostParked, (3 * MaxConcurrency) + MostParked);
            }

            return arrived;
        });

        Assert.Equal(1000, results.Count);
        Assert.All(results, result => Assert.True(result.Succeeded, result.Error?.ToString()));

        IEnumerable<ProductId> Ids()
        {
            while (pulled < 1000)
                yield return ++pulled;
        }
    }

    [Fact]
    [Trait("Contract", "4")]
    public void A_call_with_a_bound_of_its_own_goes_on_with_its_ids_and_within_its_bound()
    {
        var server = ServerThat(request => request.Attempt == 1
            ? ScriptedServer.Status(HttpStatusCode.Locked, retryAfter: "5")
            : ScriptedServer.Product(request.Id));

        var results = Fetch(server, 10, options => options.MaxConcurrency = 20, new FetchOptions { MaxConcurrency = 2 });

        Assert.All(results, result => Assert.True(result.Succeeded, result.Error?.ToString()));
        Assert.Equal(10, results.Count);
        Assert.Equal(2, server.MaxInFlight);
    }

    [Fact]
    public void Others_start_in_the_place_of_those_who_wait()
    {
        var server = ServerThat(request => request.Attempt == 1
            ? ScriptedServer.Status(HttpStatusCode.Locked, retryAfter: "5")
            : ScriptedServer.Product(request.Id));

        Fetch(server, 10, options => options.MaxConcurrency = MaxConcurrency);

        Assert.Equal(10, server.Requests.Count(request => request.At < server.Requests[0].At + TimeSpan.FromSeconds(5)));
    }
}
