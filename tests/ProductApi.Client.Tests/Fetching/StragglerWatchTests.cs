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
        ServeMany(100);
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

    [Fact]
    public void A_fetch_that_has_ended_is_not_looked_at()
    {
        ServeMany(100);
        using var watch = Watch();
        var fetch = Begin("1");
        watch.Add(fetch);
        watch.Remove(fetch);

        Pass(1);

        Assert.Empty(_backedUp);
    }

    [Fact]
    public void A_runs_first_backup_may_be_owed_and_no_other()
    {
        ServeMany(20);
        using var watch = Watch();
        watch.Add(Begin("1"));
        watch.Add(Begin("2"));

        Pass(1);

        Assert.Equal(["1"], _backedUp);
        Assert.Equal(1, watch.Backups);
    }

    [Fact]
    public void A_backup_that_was_not_sent_is_given_back()
    {
        ServeMany(20);
        using var watch = Watch();
        watch.Add(Begin("1"));
        watch.Add(Begin("2"));
        Pass(0.3);

        watch.OnNotSent();
        Assert.Equal(0, watch.Backups);
        Pass(0.5);

        Assert.Equal(["1", "2"], _backedUp);
    }

    private void ServeMany(int count)
    {
        for (var i = 0; i < count; i++)
            Serve();
    }

    private StragglerWatch<Product> Watch() => new(Gate, Time, (_, backup) => _backedUp.Add(backup.Id.ToString()));

    private InFlightFetch<Product> Begin(ProductId id)
    {
        var state = new RequestState(new Item()) { Attempts = 1 };
        Enter(state.Item);
        var fetch = new InFlightFetch<Product>(CancellationToken.None);
        fetch.Begin(id, state);
        return fetch;
    }
}
