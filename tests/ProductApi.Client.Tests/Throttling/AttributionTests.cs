using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

/// <summary>Do the refusals of an item bind it alone, and when do they convict it?</summary>
public sealed class AttributionTests : AttributionTest
{
    [Fact]
    public void Nobody_is_guilty_without_a_contradiction()
    {
        for (var i = 0; i < 50; i++)
            Item.InTrouble().OnRefused(Last, Blame.LastServed);

        Assert.False(Blame.BindsAlone(Item, isLongWait: true));
        Assert.False(Blame.IsConvicted(Item));
    }

    [Fact]
    public void Where_nobody_else_is_refused_two_contradictions_bind_the_item_alone_and_eight_refusals_convict_it()
    {
        List<(bool Alone, bool Convicted)> judged = [];
        for (var i = 0; i < 8; i++)
        {
            Refuse();
            judged.Add((Blame.BindsAlone(Item, isLongWait: false), Blame.IsConvicted(Item)));
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

        Assert.True(Blame.BindsAlone(Item, isLongWait: true));
        Assert.False(Blame.BindsAlone(Item, isLongWait: false));
    }

    [Fact]
    public void A_suspect_is_bound_alone_after_one_contradiction()
    {
        Refuse();
        Blame.SetAside(Item, maxConcurrency: 20);
        Serve();
        Refuse();

        Assert.True(Blame.BindsAlone(Item, isLongWait: false));
    }

    [Theory]
    [InlineData(0.2, 10)]
    [InlineData(0.5, 24)]
    public void The_more_good_items_are_refused_the_more_refusals_it_takes(double share, int refusals)
    {
        // So many first asks are refused.
        for (var i = 0; i < 2000; i++)
            Blame.OnFirstAnswer(isRefused: i % 10 < 10 * share);

        var needed = 0;
        while (!Blame.IsConvicted(Item))
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
            Blame.OnFirstAnswer(isRefused: i > 0);

        for (var i = 0; i < 16; i++)
        {
            Refuse();
            Serve();
            Assert.False(Blame.IsConvicted(Item));
        }
    }

    [Fact]
    public void What_items_that_were_served_had_to_suffer_counts_too()
    {
        for (var i = 0; i < 500; i++)
        {
            var good = new Item();
            good.InTrouble().OnRefused(Last, Blame.LastServed);
            Serve(good);
        }

        // Half of all asks of good items are refused: eight in a row happen.
        for (var i = 0; i < 8; i++)
        {
            Refuse();
            Serve();
        }

        Assert.False(Blame.IsConvicted(Item));
    }

    [Fact]
    public void An_announcement_is_disproved_by_who_left_after_the_middle_of_its_round_trip()
    {
        var refused = Send(1, leftAt: 10);
        Blame.OnServed(Send(2, leftAt: 10.5), now: 11);

        Assert.False(Blame.Disproves(refused, now: 11));
        Assert.True(Blame.Disproves(refused, now: 10.9));
    }

    [Theory]
    [InlineData(10.9, true)]
    [InlineData(11, false)]
    public void A_canary_within_a_tenth_of_the_timeout_is_very_quick(double now, bool isVeryQuick)
    {
        Assert.Equal(isVeryQuick, Blame.WasVeryQuick(Send(1, leftAt: 10), now));
    }

    [Theory]
    [InlineData(1, 2, 24)]
    [InlineData(1000, 1, 23)]
    [InlineData(1000, 3, 55)]
    public void How_often_good_items_were_refused_tells_how_many_refusals_it_takes(int items, int refusedEach, int needed)
    {
        for (var i = 0; i < items; i++)
        {
            var good = new Item();
            for (var j = 0; j < refusedEach; j++)
                good.InTrouble().OnRefused(Last, Blame.LastServed);
            Serve(good);
        }

        for (var i = 0; i < 100 && !Blame.IsConvicted(Item); i++)
        {
            ServeCanary();
            Refuse();
        }

        // Of asks of good items 2 in 4, 64 in 129 and 192 in 257: to the power of so many that is less than e^-16.
        Assert.Equal(needed, Item.Refused);
    }

    [Fact]
    public void Two_contradictions_are_enough_for_eight_refusals_to_convict()
    {
        for (var i = 0; i < 2; i++)
        {
            Refuse();
            Refuse();
            Refuse();
            Serve();
        }

        Refuse();
        Assert.False(Blame.IsConvicted(Item));

        Refuse();
        Assert.Equal((2, 8), (Item.Trouble!.Contradicted, Item.Refused));
        Assert.True(Blame.IsConvicted(Item));
    }
}
