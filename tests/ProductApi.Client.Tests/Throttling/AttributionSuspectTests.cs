using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

/// <summary>Whom may others overtake, what do they leave to each other, and when is a canary sent?</summary>
public sealed class AttributionSuspectTests : AttributionTest
{
    [Fact]
    public void An_item_is_set_aside_once()
    {
        Blame.Arrive(Item, failuresBefore: 0);
        for (var i = 0; i < 100; i++)
            Blame.SetAside(Item, maxConcurrency: 1);
        var other = new Item();
        Blame.Arrive(other, failuresBefore: 0);

        Blame.SetAside(other, maxConcurrency: 1);

        Assert.True(other.IsParked);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void Who_was_turned_away_while_nobody_gets_through_is_a_suspect(bool isProbe, bool isSuspect)
    {
        Serve();
        Assert.False(Blame.IsSuspect(Item, isProbe, isDown: false));

        Refuse();

        Assert.Equal(isSuspect, Blame.IsSuspect(Item, isProbe, isDown: false));
        Serve();
        Assert.False(Blame.IsSuspect(Item, isProbe, isDown: false));
    }

    [Fact]
    public void Who_hung_is_a_suspect_once_somebody_who_left_later_was_served_quickly()
    {
        Item.InTrouble().OnTimeout(leftAt: 5);
        Assert.False(Blame.IsSuspect(Item, isProbe: false, isDown: false));

        Blame.OnServed(Send(1, leftAt: 6), now: 11);
        Assert.False(Blame.IsSuspect(Item, isProbe: false, isDown: false));
        Blame.OnServed(Send(2, leftAt: 5), now: 9);
        Assert.False(Blame.IsSuspect(Item, isProbe: false, isDown: false));

        Blame.OnServed(Send(3, leftAt: 6), now: 10.9);
        Assert.True(Blame.IsSuspect(Item, isProbe: false, isDown: false));
    }

    [Fact]
    public void Who_was_tried_is_a_suspect_where_nothing_was_ever_served()
    {
        Assert.False(Blame.IsSuspect(Item, isProbe: true, isDown: true));

        Item.InTrouble().OnError(0.5);

        Assert.True(Blame.IsSuspect(Item, isProbe: true, isDown: true));
        Assert.False(Blame.IsSuspect(Item, isProbe: true, isDown: false));
        Serve();
        Assert.False(Blame.IsSuspect(Item, isProbe: true, isDown: true));
    }

    [Fact]
    public void As_many_suspects_give_their_slots_back_as_may_be_in_flight_and_twenty_at_least()
    {
        var items = Enumerable.Range(0, 25).Select(_ => new Item()).ToList();
        foreach (var item in items)
        {
            Blame.Arrive(item, failuresBefore: 0);
            Blame.SetAside(item, maxConcurrency: 3);
        }

        Assert.Equal(20, items.Count(item => item.IsParked));
        Blame.Leave(items[0]);
        var next = new Item();
        Blame.Arrive(next, failuresBefore: 0);
        Blame.SetAside(next, maxConcurrency: 3);
        Assert.True(next.IsParked);
    }

    [Fact]
    public void Who_hung_leaves_half_of_the_places_to_others()
    {
        Blame.Arrive(Item, failuresBefore: 0);
        Blame.SetAside(Item, maxConcurrency: 20);
        Assert.Equal(0, Blame.Yields(Item, places: 20, isProbe: false));
        Item.InTrouble().OnTimeout(leftAt: 5);
        Assert.Equal(0, Blame.Yields(Item, places: 20, isProbe: false));

        Blame.Arrive(new Item(), failuresBefore: 0);

        Assert.Equal(10, Blame.Yields(Item, places: 20, isProbe: false));
        Assert.Equal(1, Blame.Yields(Item, places: 1, isProbe: false));
    }

    [Fact]
    public void Others_leave_one_place_to_who_was_refused_once_somebody_is_served()
    {
        var suspect = new Item();
        suspect.InTrouble().OnRefused(++Last, Blame.LastServed);
        Blame.StandAtSideDoor(suspect);
        Assert.Equal(0, Blame.Yields(Item, places: 20, isProbe: false));

        Serve();

        Assert.Equal(1, Blame.Yields(Item, places: 20, isProbe: false));
        Assert.Equal(0, Blame.Yields(Item, places: 20, isProbe: true));
        Blame.LeaveSideDoor(Item);
        Assert.Equal(1, Blame.Yields(Item, places: 20, isProbe: false));
        Blame.LeaveSideDoor(suspect);
        Assert.Equal(0, Blame.Yields(Item, places: 20, isProbe: false));
    }

    [Fact]
    public void There_is_no_canary_before_anything_was_served()
    {
        Assert.False(Blame.TakesCanary(Item, silence: 100, isDown: true));
    }

    [Fact]
    public void Every_other_probe_of_a_host_that_is_down_is_a_canary()
    {
        Serve();

        Assert.Equal([true, false, true, false], Enumerable.Range(0, 4).Select(_ => Blame.TakesCanary(Item, silence: 3, isDown: true)));
        Assert.Equal(Address, Blame.Witness);
    }

    [Fact]
    public void A_quiet_host_gets_a_canary_for_a_suspect_and_after_twenty_seconds_one_for_anybody()
    {
        Serve();
        Assert.False(Blame.TakesCanary(Item, silence: 20, isDown: false));
        Assert.True(Blame.TakesCanary(Item, silence: 20.1, isDown: false));
        Assert.False(Blame.TakesCanary(Item, silence: 21, isDown: false));
        Assert.False(Blame.TakesCanary(Item, silence: 22, isDown: false));

        Blame.SetAside(Item, maxConcurrency: 20);

        Assert.True(Blame.TakesCanary(Item, silence: 23, isDown: false));
    }

    [Fact]
    public void Trouble_that_was_neither_a_failure_nor_a_refusal_makes_no_suspect_where_nothing_was_ever_served()
    {
        Assert.True(Item.InTrouble().MayLowerLimit());

        Assert.False(Blame.IsSuspect(Item, isProbe: true, isDown: true));
    }

    [Fact]
    public void Who_was_refused_stays_a_suspect_of_a_host_that_is_down_while_there_is_no_address_for_a_canary()
    {
        Refuse();
        Blame.OnServed(Send(++Last, leftAt: 0), now: 0.1);
        Blame.OnItemServed(new Item(), address: null);

        Assert.True(Blame.IsSuspect(Item, isProbe: true, isDown: true));
        Serve();
        Assert.False(Blame.IsSuspect(Item, isProbe: true, isDown: true));
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(6, false)]
    public void Who_was_refused_is_cleared_by_who_left_after_that(long served, bool isSuspect)
    {
        Item.InTrouble().OnRefused(lastSend: 5, lastServed: 0);

        Blame.OnServed(Send(served, leftAt: 0), now: 0.1);

        Assert.Equal(isSuspect, Blame.IsSuspect(Item, isProbe: true, isDown: false));
    }

    [Fact]
    public void Who_hung_leaves_nothing_to_others_who_have_left()
    {
        Blame.Arrive(Item, failuresBefore: 0);
        Blame.SetAside(Item, maxConcurrency: 20);
        Item.InTrouble().OnTimeout(leftAt: 5);
        var (other, suspect) = (new Item(), new Item());
        Blame.Arrive(other, failuresBefore: 0);
        Blame.Arrive(suspect, failuresBefore: 0);
        Blame.SetAside(suspect, maxConcurrency: 20);

        Blame.Leave(suspect);
        Assert.Equal(10, Blame.Yields(Item, places: 20, isProbe: false));

        Blame.Leave(other);
        Assert.Equal(0, Blame.Yields(Item, places: 20, isProbe: false));
    }

    [Fact]
    public void Nobody_leaves_a_place_to_a_suspect_that_is_done()
    {
        var suspect = new Item();
        Blame.Arrive(suspect, failuresBefore: 0);
        suspect.InTrouble().OnRefused(++Last, Blame.LastServed);
        Blame.SetAside(suspect, maxConcurrency: 20);
        Blame.StandAtSideDoor(suspect);
        Serve();
        Assert.Equal(1, Blame.Yields(Item, places: 20, isProbe: false));

        Blame.Leave(suspect);

        Assert.Equal(0, Blame.Yields(Item, places: 20, isProbe: false));
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(21, false)]
    public void The_first_probe_for_which_there_is_a_witness_is_a_canary(double silence, bool isDown)
    {
        Blame.OnItemServed(new Item(), Address);

        Assert.True(Blame.TakesCanary(Item, silence, isDown));
    }

    [Fact]
    public void The_witness_is_the_address_that_was_served_last_of_those_that_can_be_asked_for_again()
    {
        var next = new Uri("https://products.test/2");
        Blame.OnItemServed(new Item(), Address);

        Blame.OnItemServed(new Item(), next);
        Assert.Equal(next, Blame.Witness);

        Blame.OnItemServed(new Item(), address: null);
        Assert.Equal(next, Blame.Witness);
    }
}
