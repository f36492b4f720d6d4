using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

/// <summary>With an attempt timeout of ten seconds.</summary>
public sealed class AttributionTests
{
    private static readonly Uri Address = new("https://products.test/1");

    private readonly Attribution _blame = new(timeout: 10);
    private readonly Item _item = new();
    private long _last;

    [Fact]
    public void Nobody_is_guilty_without_a_contradiction()
    {
        for (var i = 0; i < 50; i++)
            _item.InTrouble().OnRefused(_last, _blame.LastServed);

        Assert.False(_blame.BindsAlone(_item, isLongWait: true));
        Assert.False(_blame.IsConvicted(_item));
    }

    [Fact]
    public void Where_nobody_else_is_refused_two_contradictions_bind_the_item_alone_and_eight_refusals_convict_it()
    {
        List<(bool Alone, bool Convicted)> judged = [];
        for (var i = 0; i < 8; i++)
        {
            Refuse();
            judged.Add((_blame.BindsAlone(_item, isLongWait: false), _blame.IsConvicted(_item)));
            Serve();
        }

        Assert.Equal([false, false, true, true, true, true, true, true], judged.Select(one => one.Alone));
        Assert.Equal([false, false, false, false, false, false, false, true], judged.Select(one => one.Convicted));
    }

    [Fact]
    public void A_long_wait_binds_the_item_alone_after_one_contradiction()
    {
        Refuse();
        Serve();
        Refuse();

        Assert.True(_blame.BindsAlone(_item, isLongWait: true));
        Assert.False(_blame.BindsAlone(_item, isLongWait: false));
    }

    [Fact]
    public void An_item_is_set_aside_once()
    {
        _blame.Arrive(_item, failuresBefore: 0);
        for (var i = 0; i < 100; i++)
            _blame.SetAside(_item, maxConcurrency: 1);
        var other = new Item();
        _blame.Arrive(other, failuresBefore: 0);

        _blame.SetAside(other, maxConcurrency: 1);

        Assert.True(other.IsParked);
    }

    [Fact]
    public void A_suspect_is_bound_alone_after_one_contradiction()
    {
        Refuse();
        _blame.SetAside(_item, maxConcurrency: 20);
        Serve();
        Refuse();

        Assert.True(_blame.BindsAlone(_item, isLongWait: false));
    }

    [Theory]
    [InlineData(0.2, 10)]
    [InlineData(0.5, 24)]
    public void The_more_good_items_are_refused_the_more_refusals_it_takes(double share, int refusals)
    {
        // So many first asks are refused.
        for (var i = 0; i < 2000; i++)
            _blame.OnFirstAnswer(isRefused: i % 10 < 10 * share);

        var needed = 0;
        while (!_blame.IsConvicted(_item))
        {
            Refuse();
            Serve();
            needed++;
        }

        Assert.InRange(needed, refusals - 2, refusals + 2);
    }

    [Fact]
    public void Where_most_of_the_first_few_items_are_refused_eight_refusals_convict_nobody()
    {
        for (var i = 0; i < 6; i++)
            _blame.OnFirstAnswer(isRefused: i > 0);

        for (var i = 0; i < 16; i++)
        {
            Refuse();
            Serve();
            Assert.False(_blame.IsConvicted(_item));
        }
    }

    [Fact]
    public void What_items_that_were_served_had_to_suffer_counts_too()
    {
        for (var i = 0; i < 500; i++)
        {
            var good = new Item();
            good.InTrouble().OnRefused(_last, _blame.LastServed);
            Serve(good);
        }

        // Half of all asks of good items are refused: eight in a row happen.
        for (var i = 0; i < 8; i++)
        {
            Refuse();
            Serve();
        }

        Assert.False(_blame.IsConvicted(_item));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void Who_was_turned_away_while_nobody_gets_through_is_a_suspect(bool isProbe, bool isSuspect)
    {
        Serve();
        Assert.False(_blame.IsSuspect(_item, isProbe, isDown: false));

        Refuse();

        Assert.Equal(isSuspect, _blame.IsSuspect(_item, isProbe, isDown: false));
        Serve();
        Assert.False(_blame.IsSuspect(_item, isProbe, isDown: false));
    }

    [Fact]
    public void Who_hung_is_a_suspect_once_somebody_who_left_later_was_served_quickly()
    {
        _item.InTrouble().OnTimeout(leftAt: 5);
        Assert.False(_blame.IsSuspect(_item, isProbe: false, isDown: false));

        _blame.OnServed(Send(1, leftAt: 6), now: 11.1);
        Assert.False(_blame.IsSuspect(_item, isProbe: false, isDown: false));
        _blame.OnServed(Send(2, leftAt: 5), now: 9);
        Assert.False(_blame.IsSuspect(_item, isProbe: false, isDown: false));

        _blame.OnServed(Send(3, leftAt: 6), now: 10.9);
        Assert.True(_blame.IsSuspect(_item, isProbe: false, isDown: false));
    }

    [Fact]
    public void Who_was_tried_is_a_suspect_where_nothing_was_ever_served()
    {
        Assert.False(_blame.IsSuspect(_item, isProbe: true, isDown: true));

        _item.InTrouble().OnError(0.5);

        Assert.True(_blame.IsSuspect(_item, isProbe: true, isDown: true));
        Assert.False(_blame.IsSuspect(_item, isProbe: true, isDown: false));
        Serve();
        Assert.False(_blame.IsSuspect(_item, isProbe: true, isDown: true));
    }

    [Fact]
    public void As_many_suspects_give_their_slots_back_as_may_be_in_flight_and_twenty_at_least()
    {
        var items = Enumerable.Range(0, 25).Select(_ => new Item()).ToList();
        foreach (var item in items)
        {
            _blame.Arrive(item, failuresBefore: 0);
            _blame.SetAside(item, maxConcurrency: 3);
        }

        Assert.Equal(20, items.Count(item => item.IsParked));
        _blame.Leave(items[0]);
        var next = new Item();
        _blame.Arrive(next, failuresBefore: 0);
        _blame.SetAside(next, maxConcurrency: 3);
        Assert.True(next.IsParked);
    }

    [Fact]
    public void Who_hung_leaves_half_of_the_places_to_others()
    {
        _blame.Arrive(_item, failuresBefore: 0);
        _blame.SetAside(_item, maxConcurrency: 20);
        Assert.Equal(0, _blame.Yields(_item, places: 20, isProbe: false));
        _item.InTrouble().OnTimeout(leftAt: 5);
        Assert.Equal(0, _blame.Yields(_item, places: 20, isProbe: false));

        _blame.Arrive(new Item(), failuresBefore: 0);

        Assert.Equal(10, _blame.Yields(_item, places: 20, isProbe: false));
        Assert.Equal(1, _blame.Yields(_item, places: 1, isProbe: false));
    }

    [Fact]
    public void Others_leave_one_place_to_who_was_refused_once_somebody_is_served()
    {
        var suspect = new Item();
        suspect.InTrouble().OnRefused(++_last, _blame.LastServed);
        _blame.StandAtSideDoor(suspect);
        Assert.Equal(0, _blame.Yields(_item, places: 20, isProbe: false));

        Serve();

        Assert.Equal(1, _blame.Yields(_item, places: 20, isProbe: false));
        Assert.Equal(0, _blame.Yields(_item, places: 20, isProbe: true));
        _blame.LeaveSideDoor(_item);
        Assert.Equal(1, _blame.Yields(_item, places: 20, isProbe: false));
        _blame.LeaveSideDoor(suspect);
        Assert.Equal(0, _blame.Yields(_item, places: 20, isProbe: false));
    }

    [Fact]
    public void There_is_no_canary_before_anything_was_served()
    {
        Assert.False(_blame.TakesCanary(_item, silence: 100, isDown: true));
    }

    [Fact]
    public void Every_other_probe_of_a_host_that_is_down_is_a_canary()
    {
        Serve();

        Assert.Equal([true, false, true, false], Enumerable.Range(0, 4).Select(_ => _blame.TakesCanary(_item, silence: 3, isDown: true)));
        Assert.Equal(Address, _blame.Witness);
    }

    [Fact]
    public void A_quiet_host_gets_a_canary_for_a_suspect_and_after_twenty_seconds_one_for_anybody()
    {
        Serve();
        Assert.False(_blame.TakesCanary(_item, silence: 20, isDown: false));
        Assert.True(_blame.TakesCanary(_item, silence: 20.1, isDown: false));
        Assert.False(_blame.TakesCanary(_item, silence: 21, isDown: false));
        Assert.False(_blame.TakesCanary(_item, silence: 22, isDown: false));

        _blame.SetAside(_item, maxConcurrency: 20);

        Assert.True(_blame.TakesCanary(_item, silence: 23, isDown: false));
    }

    [Fact]
    public void An_announcement_is_disproved_by_who_left_after_the_middle_of_its_round_trip()
    {
        var refused = Send(1, leftAt: 10);
        _blame.OnServed(Send(2, leftAt: 10.5), now: 11);

        Assert.False(_blame.Disproves(refused, now: 11));
        Assert.True(_blame.Disproves(refused, now: 10.9));
    }

    [Theory]
    [InlineData(10.9, true)]
    [InlineData(11.1, false)]
    public void A_canary_within_a_tenth_of_the_timeout_is_very_quick(double now, bool isVeryQuick)
    {
        Assert.Equal(isVeryQuick, _blame.WasVeryQuick(Send(1, leftAt: 10), now));
    }

    private void Refuse() => _item.InTrouble().OnRefused(++_last, _blame.LastServed);

    private void Serve(Item? item = null)
    {
        _blame.OnServed(Send(++_last, leftAt: 0), now: 0.1);
        _blame.OnItemServed(item ?? new Item(), Address);
    }

    private static Send Send(long number, double leftAt) =>
        new(number, leftAt, Attempts: 1, CanaryAddress: null, IsLook: false, LeftWhileDown: false);
}
