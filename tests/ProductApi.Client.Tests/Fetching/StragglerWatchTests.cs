using ProductApi.Client.Fetching;
using ProductApi.Client.Pipeline;
using ProductApi.Client.Tests.Throttling;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Fetching;

[Trait("Contract", "34")]
public sealed class StragglerWatchTests : GateTest
{
    private readonly List<string> _backedUp = [];

    [Fact]
    public void A_fetch_that_ends_with_its_backup_does_not_disturb_the_look()
    {
        // So many allow two backups.
        for (var i = 0; i < 100; i++)
            Serve();
        StragglerWatch<Product>? watch = null;
        using (watch = new StragglerWatch<Product>(Gate, Time, (fetch, backup) =>
        {
            _backedUp.Add(backup.Id.ToString());
            watch!.Remove(fetch);
        }))
        {
            watch.Add(Begin("1"));
            watch.Add(Begin("2"));
            Pass(0.5);
        }

        Assert.Equal(["1", "2"], _backedUp);
    }

    private InFlightFetch<Product> Begin(ProductId id)
    {
        var state = new RequestState(new Item()) { Attempts = 1 };
        Enter(state.Item);
        var fetch = new InFlightFetch<Product>(CancellationToken.None);
        fetch.Begin(id, state);
        return fetch;
    }
}
