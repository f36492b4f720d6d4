namespace ProductApi.Client.Tests.Throttling;

/// <summary>What a look into a wait finds.</summary>
public sealed class AnnouncedWaitLookTests : AnnouncedWaitTest
{
    [Fact]
    public void After_the_look_has_left_the_wait_goes_on()
    {
        Announce(60);

        Wait.OnLook();

        Assert.Equal(160, Wait.BlocksUntil(100.5));
    }

    [Fact]
    public void A_look_that_did_not_take_place_may_be_repeated_at_once()
    {
        Announce(60);
        Wait.OnLook();

        Wait.OnLookAbandoned(101);

        Assert.Equal(101, Wait.BlocksUntil(100.9));
    }

    [Fact]
    public void A_refused_look_makes_it_true_until_it_ends()
    {
        Look(60);

        Assert.False(Wait.OnUnservedLook(101, isRefused: true, said: 59));

        Assert.Equal(160, Wait.BlocksUntil(101));
        Assert.False(Wait.IsHopeless(101));
    }

    [Fact]
    public void One_beyond_what_is_waited_for_is_hopeless_for_a_minute_after_a_look_was_told_so_too()
    {
        Look(3600);
        Assert.False(Wait.IsHopeless(100));

        Assert.False(Wait.OnUnservedLook(101, isRefused: true, said: 3599));

        Assert.True(Wait.IsHopeless(160.9));
        Assert.False(Wait.IsHopeless(161));
        Assert.Equal(161, Wait.BlocksUntil(110));
    }

    [Theory]
    [InlineData(30)]
    [InlineData(0)]
    public void A_look_that_is_told_less_replaces_it(double said)
    {
        Look(3600);

        Assert.True(Wait.OnUnservedLook(101, isRefused: true, said));

        Assert.Equal(101, Wait.Until);
        Assert.False(Wait.IsHopeless(101));
    }

    [Fact]
    public void A_look_that_is_served_after_the_wait_was_announced_again_is_repeated()
    {
        Look(3600);
        Wait.Announce(100.7, decidedAt: 100.6, seconds: 5, pace: 7);

        Assert.False(Wait.OnServed(100.8, leftAt: 100.5, isLook: true));

        Assert.Equal(101.3, Wait.BlocksUntil(100.8), 6);
    }

    [Fact]
    public void Nobody_looks_into_a_short_wait_after_a_long_one_that_was_true()
    {
        Look(60);
        Wait.OnUnservedLook(101, isRefused: true, said: 30);

        Wait.Announce(161, decidedAt: 160.9, seconds: 5, pace: 7);

        Assert.Equal(166, Wait.BlocksUntil(162));
    }

    [Fact]
    public void A_long_wait_after_one_that_was_replaced_is_looked_into()
    {
        Look(3600);
        Wait.OnUnservedLook(101, isRefused: true, said: 0.3);

        Wait.Announce(101.2, decidedAt: 101.1, seconds: 3600, pace: 7);

        Assert.Equal(101.7, Wait.BlocksUntil(101.2), 6);
    }

    [Fact]
    public void Another_wait_that_is_waited_for_stays_when_a_hopeless_one_is_replaced()
    {
        Announce(8);
        Look(3600);

        Assert.True(Wait.OnUnservedLook(101, isRefused: true, said: 0));

        Assert.Equal((108, 108), (Wait.Until, Wait.BlocksUntil(101)));
    }

    [Fact]
    public void A_short_wait_found_true_says_nothing_about_a_hopeless_one_told_meanwhile()
    {
        Look(60);
        Wait.OnUnservedLook(101, isRefused: true, said: 59);

        Wait.Announce(102, decidedAt: 101.9, seconds: 3600, pace: 7);

        Assert.False(Wait.IsHopeless(102));
        Assert.Equal(160, Wait.BlocksUntil(102));
    }

    [Fact]
    public void A_look_that_failed_otherwise_says_nothing_and_is_repeated_after_ten_seconds()
    {
        Look(3600);

        Assert.False(Wait.OnUnservedLook(101, isRefused: false, said: 0));

        Assert.Equal(111, Wait.BlocksUntil(101));
        Assert.False(Wait.IsHopeless(101));
    }

    [Theory]
    [InlineData(60, 162)]
    [InlineData(68, 170)]
    [InlineData(68.5, 102.5)]
    public void A_wait_found_true_and_told_again_for_up_to_ten_seconds_more_needs_no_other_look(double seconds, double blocksUntil)
    {
        Look(60);
        Wait.OnUnservedLook(101, isRefused: true, said: 59);
        Wait.OnLook();

        Wait.Announce(102, decidedAt: 101.5, seconds, pace: 7);

        Assert.Equal(blocksUntil, Wait.BlocksUntil(102));
    }

    [Theory]
    [InlineData(160.5, 3760.5)]
    [InlineData(161, 161.5)]
    public void A_hopeless_wait_that_is_announced_again_is_looked_into_once_the_minute_is_over(double now, double blocksUntil)
    {
        Look(3600);
        Wait.OnUnservedLook(101, isRefused: true, said: 3599);
        Wait.OnLook();

        Wait.Announce(now, decidedAt: now, seconds: 3600, pace: 7);

        Assert.Equal(blocksUntil, Wait.BlocksUntil(now));
    }

    [Fact]
    public void What_a_look_was_told_instead_is_true_until_it_ends()
    {
        Look(3600);
        Wait.OnUnservedLook(101, isRefused: true, said: 30);
        Wait.Announce(101, decidedAt: 100.75, seconds: 30, pace: 7);

        // Not looked into at 102.5, as the first one would be.
        Wait.Announce(102, decidedAt: 101.5, seconds: 3600, pace: 7);

        Assert.Equal(131, Wait.BlocksUntil(102));
    }
}
