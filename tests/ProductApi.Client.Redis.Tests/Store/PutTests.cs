using ProductApi.Client.Redis.Store;
using ProductApi.Client.Redis.Tests.Support;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Redis.Tests.Store;

[Collection(nameof(Engines))]
public sealed class PutTests(Engines engines) : StoreTest(engines)
{
    [Theory, MemberData(nameof(Engines.Each), MemberType = typeof(Engines))]
    public async Task What_is_put_comes_back_as_it_was(Engine engine)
    {
        var store = Open(engine);
        var window = new WindowState
        {
            Length = 10,
            Shut = 8,
            Opened = 900,
            Stopped = double.PositiveInfinity,
            Until = 1_001,
            Known = true,
            Quota = 9.5,
            Passed = 8,
        };
        var wait = new AnnouncedState
        {
            Until = 1_002,
            After = 1_000,
            Rate = 12.5,
            LookAt = 1_001,
            Early = true,
            Failed = 2,
            VerdictUntil = 1_000.5,
        };

        var put = await ChangeAsync(
            store, state => (state.Window, state.Announced, state.Opening) = (window, wait, new Opening(1_000.5, 3)));
        var read = await ReadAsync(store);

        Assert.True(put.IsCurrent);
        Assert.Equal(window, read.Window);
        Assert.Equal(wait, read.Announced);
        Assert.Equal(new Opening(1_000.5, 3), read.Opening);
    }

    [Theory, MemberData(nameof(Engines.Each), MemberType = typeof(Engines))]
    public async Task Who_was_slower_is_refused_and_told_the_newer_state(Engine engine)
    {
        var store = Open(engine);
        var old = await ReadAsync(store);
        await ChangeAsync(store, state => state.Pace.Rate = 50);

        var reply = await store.PutAsync(new PutRequest(Report(), old.Version) { Opening = new Opening(2_000, 1) });

        Assert.False(reply.IsCurrent);
        Assert.Equal(50, reply.State.Pace.Rate);
        Assert.Equal(0, reply.State.Opening.Count);
    }

    [Theory, MemberData(nameof(Engines.Each), MemberType = typeof(Engines))]
    public async Task A_new_cycle_is_a_new_epoch_whose_first_send_is_the_next_one(Engine engine)
    {
        var store = Open(engine);
        var before = (await store.TakeAsync(Want(4))).State;

        var reply = await ChangeAsync(store, state => state.Cycle.First = 3);

        Assert.True(reply.State.Epoch.CompareTo(before.Epoch) > 0);
        Assert.Equal(5, reply.State.Cycle.First);
        Assert.Equal((0, 0), (reply.State.Cycle.Served, reply.State.Cycle.Refused));
    }

    [Theory, MemberData(nameof(Engines.Each), MemberType = typeof(Engines))]
    public async Task A_change_within_a_cycle_keeps_what_was_granted(Engine engine)
    {
        var store = Open(engine);
        await ChangeAsync(store, state => state.Pace.Rate = 100);
        var granted = await store.TakeAsync(Want(5));

        var reply = await ChangeAsync(store, state => state.Pace.Rate = 103);
        var next = await store.TakeAsync(Want(5));

        Assert.Equal(granted.State.Epoch, reply.State.Epoch);
        Assert.Equal(granted.Times[^1] + 0.01, next.Times[0], 1e-4);
    }
}
