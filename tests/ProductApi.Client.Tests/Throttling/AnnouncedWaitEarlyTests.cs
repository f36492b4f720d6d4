namespace ProductApi.Client.Tests.Throttling;

/// <summary>The look before a reset that was told as a point in time, and is rounded.</summary>
public sealed class AnnouncedWaitEarlyTests : AnnouncedWaitTest
{
    [Fact]
    public void A_reset_told_as_a_point_in_time_is_looked_at_a_second_early()
    {
        Announce(5);

        Wait.OnRounded(100);

        Assert.True(Wait.IsEarly);
        Assert.Equal(104, Wait.BlocksUntil(100));
        Wait.OnLook();
        Assert.False(Wait.OnServed(104.2, leftAt: 104));
        Assert.Equal(104.2, Wait.Until);
    }

    [Fact]
    public void After_three_early_looks_in_vain_none_is_tried()
    {
        LookEarlyInVain(times: 3);

        Wait.OnRounded(100);

        Assert.False(Wait.IsEarly);
        Assert.Equal(105, Wait.BlocksUntil(100));
    }

    [Theory]
    [InlineData(9.5, true)]
    [InlineData(10, false)]
    [InlineData(11, false)]
    public void A_reset_far_away_is_not_looked_at_early(double seconds, bool isEarly)
    {
        Announce(seconds);

        Wait.OnRounded(100);

        Assert.Equal(isEarly, Wait.IsEarly);
    }

    [Fact]
    public void An_early_look_that_is_served_makes_up_for_those_in_vain()
    {
        LookEarlyInVain(times: 2);
        LookEarly();
        Wait.OnServed(104.5, leftAt: 104);
        LookEarlyInVain(times: 2);

        Announce(5);
        Wait.OnRounded(100);

        Assert.True(Wait.IsEarly);
    }

    [Fact]
    public void Who_is_served_after_the_wait_does_not_make_up_for_early_looks_in_vain()
    {
        LookEarlyInVain(times: 3);
        Wait.OnServed(105.5, leftAt: 105);

        Announce(5);
        Wait.OnRounded(100);

        Assert.False(Wait.IsEarly);
    }

    [Fact]
    public void The_next_wait_can_be_a_lie_after_a_rounded_reset_that_came_early()
    {
        LookEarly();
        Assert.False(Wait.OnServed(104.5, leftAt: 104));
        Assert.False(Wait.IsEarly);

        Wait.Announce(106, decidedAt: 105.5, seconds: 5, pace: 7);

        Assert.True(Wait.OnServed(107, leftAt: 106));
    }

    private void LookEarly()
    {
        Announce(5);
        Wait.OnRounded(100);
        Wait.OnLook();
    }

    private void LookEarlyInVain(int times)
    {
        for (var i = 0; i < times; i++)
        {
            LookEarly();
            Assert.False(Wait.OnUnservedLook(104.125, isRefused: true, said: 1));
        }
    }
}
