using ProductApi.Client.Redis.Store;
using ProductApi.Client.Redis.Tests.Support;

namespace ProductApi.Client.Redis.Tests.Store;

[Collection(nameof(Engines))]
public sealed class TakeTests(Engines engines) : StoreTest(engines)
{
    [Theory, MemberData(nameof(Engines.Each), MemberType = typeof(Engines))]
    public async Task One_process_that_knows_no_pace_gets_what_it_wants(Engine engine)
    {
        var reply = await Open(engine).TakeAsync(Want(15));

        Assert.Equal(15, reply.Times.Count);
        Assert.Equal(1, reply.First);
        Assert.False(reply.IsRamping);
    }

    [Theory, MemberData(nameof(Engines.Each), MemberType = typeof(Engines))]
    public async Task A_fleet_that_knows_no_pace_starts_with_what_one_process_would_send(Engine engine)
    {
        var store = Open(engine);
        var granted = 0;
        foreach (var member in new[] { "a", "b", "c", "d" })
            granted += (await store.TakeAsync(Want(MaxConcurrency, member))).Times.Count;

        Assert.InRange(granted, MaxConcurrency, MaxConcurrency + 1);
    }

    [Theory, MemberData(nameof(Engines.Each), MemberType = typeof(Engines))]
    public async Task A_paced_process_gets_a_tenth_of_a_second_in_advance_at_the_pace(Engine engine)
    {
        var store = Open(engine);
        await ChangeAsync(store, state => state.Pace.Rate = 100);

        var reply = await store.TakeAsync(Want(MaxConcurrency));

        Assert.Equal(10, reply.Times.Count);
        Assert.All(reply.Times.Zip(reply.Times.Skip(1)), pair => Assert.Equal(0.01, pair.Second - pair.First, 1e-4));
    }

    [Theory, MemberData(nameof(Engines.Each), MemberType = typeof(Engines))]
    public async Task Processes_take_turns_on_one_timeline(Engine engine)
    {
        var store = Open(engine);
        await ChangeAsync(store, state => state.Pace.Rate = 100);

        var first = await store.TakeAsync(Want(3, "a"));
        var second = await store.TakeAsync(Want(3, "b"));

        Assert.Equal(first.First + 3, second.First);
        Assert.Equal(first.Times[^1] + 0.01, second.Times[0], 1e-4);
    }

    [Theory, MemberData(nameof(Engines.Each), MemberType = typeof(Engines))]
    public async Task Nothing_is_granted_that_would_leave_in_more_than_four_tenths_of_a_second(Engine engine)
    {
        var store = Open(engine);
        await ChangeAsync(store, state => state.Pace.Rate = 10);
        var granted = 0;
        for (var call = 0; call < 20; call++)
            granted += (await store.TakeAsync(Want(5))).Times.Count;

        Assert.InRange(granted, 4, 5);
    }

    [Theory, MemberData(nameof(Engines.Each), MemberType = typeof(Engines))]
    public async Task During_a_pause_nothing_is_granted_and_the_wait_is_told(Engine engine)
    {
        var store = Open(engine);
        await ChangeAsync(store, state => state.Pace.PauseUntil = store.Now + 0.25);

        var reply = await store.TakeAsync(Want(5));

        Assert.Empty(reply.Times);
        Assert.Equal(0.25, reply.Retry, 1e-4);
    }

    [Theory, MemberData(nameof(Engines.Each), MemberType = typeof(Engines))]
    public async Task Into_an_announced_wait_one_look_is_granted_to_all_together(Engine engine)
    {
        var store = Open(engine);
        await ChangeAsync(store, state => (state.Announced.Until, state.Announced.LookAt) = (store.Now + 60, store.Now + 0.5));

        var early = await store.TakeAsync(Want(5, "a"));
        store.Now += 0.6;
        var first = await store.TakeAsync(Want(5, "a"));
        var second = await store.TakeAsync(Want(5, "b"));

        Assert.Empty(early.Times);
        Assert.Single(first.Times);
        Assert.True(first.IsLook);
        Assert.Empty(second.Times);
    }

    [Theory, MemberData(nameof(Engines.Each), MemberType = typeof(Engines))]
    public async Task A_probe_has_half_a_second_for_itself(Engine engine)
    {
        var store = Open(engine);

        var first = await store.TakeAsync(Want(5, "a", isProbe: true));
        var second = await store.TakeAsync(Want(5, "b", isProbe: true));
        store.Now += 0.6;
        var third = await store.TakeAsync(Want(5, "b", isProbe: true));

        Assert.Single(first.Times);
        Assert.Empty(second.Times);
        Assert.Single(third.Times);
    }

    [Theory, MemberData(nameof(Engines.Each), MemberType = typeof(Engines))]
    public async Task Of_a_scarce_quota_no_more_is_granted_than_is_left(Engine engine)
    {
        var store = Open(engine);
        await store.TakeAsync(new TakeRequest(Report("a") with { Quota = new QuotaSeen(7, store.Now + 10) }, 0, false));

        var first = await store.TakeAsync(Want(5, "a"));
        var second = await store.TakeAsync(Want(5, "b"));

        Assert.Equal(5, first.Times.Count);
        Assert.Equal(2, second.Times.Count);
    }

    [Theory, MemberData(nameof(Engines.Each), MemberType = typeof(Engines))]
    public async Task Grants_whose_reply_was_lost_are_free_again_with_the_next_report(Engine engine)
    {
        var store = Open(engine);
        await store.TakeAsync(new TakeRequest(Report("a") with { Quota = new QuotaSeen(7, store.Now + 10) }, 0, false));
        await store.TakeAsync(Want(7, "a"));

        var unknown = await store.TakeAsync(Want(5, "a"));
        var lost = await store.TakeAsync(new TakeRequest(Report("a") with { Held = 0 }, 5, IsProbe: false));

        Assert.Empty(unknown.Times);
        Assert.Equal(5, lost.Times.Count);
    }

    [Theory, MemberData(nameof(Engines.Each), MemberType = typeof(Engines))]
    public async Task A_clock_that_goes_back_by_ten_minutes_holds_nobody_up_and_the_pace_stays(Engine engine)
    {
        var store = Open(engine);
        await ChangeAsync(store, state => state.Pace.Rate = 100);
        await store.TakeAsync(Want(MaxConcurrency));
        store.Now -= 600;

        var reply = await store.TakeAsync(new TakeRequest(Report() with { Seed = new Seed(100, 100, 0, 0) }, 5, IsProbe: false));

        Assert.Equal(5, reply.Times.Count);
        Assert.Equal((100, 1), (reply.State.Pace.Rate, reply.Members));
    }

    [Theory, MemberData(nameof(Engines.Each), MemberType = typeof(Engines))]
    public async Task A_process_not_heard_of_for_five_seconds_does_not_count(Engine engine)
    {
        var store = Open(engine);
        await store.TakeAsync(Want(0, "a"));
        var both = await store.TakeAsync(Want(0, "b"));
        store.Now += 5.5;
        var one = await store.TakeAsync(Want(0, "b"));

        Assert.Equal((2, 2 * MaxConcurrency), (both.Members, both.Cap));
        Assert.Equal((1, MaxConcurrency), (one.Members, one.Cap));
    }

    [Theory, MemberData(nameof(Engines.Each), MemberType = typeof(Engines))]
    public async Task A_report_counts_only_in_its_own_epoch(Engine engine)
    {
        var store = Open(engine);
        var granted = await store.TakeAsync(Want(5));
        var report = Report("a", granted.State.Epoch) with { Answered = 3, Served = 2, ServedAt = store.Now, Refused = [new(2, true)] };
        var counted = await store.TakeAsync(new TakeRequest(report, 0, false));
        var ignored = await store.TakeAsync(new TakeRequest(report with { Epoch = new StateNumber(1, 1) }, 0, false));

        Assert.Equal((3, 2, 1, 1UL << 2), (counted.State.Last, counted.State.Served, counted.State.Cycle.Refused, counted.State.Noise.Bad));
        Assert.Equal(counted.State, ignored.State);
    }

    [Theory, MemberData(nameof(Engines.Each), MemberType = typeof(Engines))]
    public async Task A_state_that_was_lost_starts_from_what_the_process_remembers(Engine engine)
    {
        var report = Report() with { Seed = new Seed(80, 120, 0.1, 50) };

        var reply = await Open(engine).TakeAsync(new TakeRequest(report, 0, false));

        Assert.Equal((80, 120), (reply.State.Pace.Rate, reply.State.Pace.Ceiling));
        Assert.Equal((0.1, 50), (reply.State.Noise.Share, reply.State.Noise.Judged));
    }
}
