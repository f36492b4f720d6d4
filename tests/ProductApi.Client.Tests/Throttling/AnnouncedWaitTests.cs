using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

/// <summary>Whom a wait holds and for how long, and what disproves it.</summary>
public sealed class AnnouncedWaitTests : AnnouncedWaitTest
{
    private const double Never = double.PositiveInfinity;

    [Theory]
    [InlineData(600, 1, false)]
    [InlineData(600, 1.001, true)]
    [InlineData(0.5, 0.5, false)]
    [InlineData(0.5, 0.6, true)]
    public void A_second_or_less_binds_its_item_only_unless_less_is_accepted(double maxWait, double seconds, bool binds)
    {
        var wait = new AnnouncedWait(maxWait);

        Assert.Equal(binds, wait.Binds(seconds));
        Assert.Equal(Math.Min(seconds, Math.Min(1, maxWait)), wait.OwnPart(seconds));
    }

    [Theory]
    [InlineData(600, false)]
    [InlineData(600.5, true)]
    public void As_long_as_is_waited_for_is_not_too_long(double seconds, bool isTooLong)
    {
        Assert.Equal(isTooLong, Wait.IsTooLong(seconds));
    }

    [Fact]
    public void It_holds_everybody_until_it_is_over()
    {
        Announce(5);

        Assert.Equal((105, 105, 3), (Wait.Until, Wait.BlocksUntil(102), Wait.Ahead(102)));
        Assert.Equal((0, 0), (Wait.BlocksUntil(105), Wait.Ahead(105)));
    }

    [Fact]
    public void The_longest_of_several_counts()
    {
        Announce(5);
        Announce(3);

        Assert.Equal(105, Wait.Until);
    }

    [Theory]
    [InlineData(10, 110)]
    [InlineData(10.1, 100.5)]
    public void One_request_looks_into_a_wait_above_ten_seconds(double seconds, double blocksUntil)
    {
        Announce(seconds);

        Assert.Equal(blocksUntil, Wait.BlocksUntil(100));
    }

    [Fact]
    public void One_request_looks_into_a_short_wait_that_is_longer_than_is_waited_for()
    {
        var impatient = new AnnouncedWait(maxWait: 2);

        impatient.Announce(100, decidedAt: 99.9, seconds: 5, pace: 7);

        Assert.Equal(100.5, impatient.BlocksUntil(100));
    }

    [Theory]
    [InlineData(99.9, false)]
    [InlineData(99.95, true)]
    public void Who_left_later_and_is_served_disproves_it(double leftAt, bool isDisproved)
    {
        Announce(60);

        Assert.Equal(isDisproved, Wait.OnServed(101, leftAt));

        Assert.Equal(isDisproved ? 101 : 160, Wait.Until);
        Assert.Equal(7, Wait.PaceBefore);
    }

    [Theory]
    [InlineData(105)]
    [InlineData(106)]
    public void A_wait_that_was_over_anyway_is_no_lie(double now)
    {
        Announce(5);

        Assert.False(Wait.OnServed(now, leftAt: 104.5));
        Assert.Equal(105, Wait.Until);
    }

    [Fact]
    public void The_pace_before_is_that_before_the_first_of_several()
    {
        Announce(60);
        Wait.Announce(101, decidedAt: 100.9, seconds: 60, pace: 3);

        Assert.Equal(7, Wait.PaceBefore);
        Assert.False(Wait.OnServed(102, leftAt: 100.5));
        Assert.True(Wait.OnServed(102, leftAt: 101));
    }

    [Fact]
    public void Nothing_blocks_where_nothing_was_announced()
    {
        Assert.Equal((0, 0, false), (Wait.BlocksUntil(100), Wait.Ahead(100), Wait.IsHopeless(100)));
        Assert.False(Wait.OnServed(100, Never));
    }
}
