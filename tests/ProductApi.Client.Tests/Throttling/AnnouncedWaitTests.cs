using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

/// <summary>A wait announced at second 100 by an answer that was decided upon at 99.9, to a client that waits for 600 s at most.</summary>
public sealed class AnnouncedWaitTests
{
    private const double Never = double.PositiveInfinity;

    private readonly AnnouncedWait _wait = new(maxWait: 600);

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

    [Fact]
    public void It_holds_everybody_until_it_is_over()
    {
        Announce(5);

        Assert.Equal((105, 105, 3), (_wait.Until, _wait.BlocksUntil(102), _wait.Ahead(102)));
        Assert.Equal((0, 0), (_wait.BlocksUntil(105), _wait.Ahead(105)));
    }

    [Fact]
    public void The_longest_of_several_counts()
    {
        Announce(5);
        Announce(3);

        Assert.Equal(105, _wait.Until);
    }

    [Theory]
    [InlineData(10, 110)]
    [InlineData(10.1, 100.5)]
    public void One_request_looks_into_a_wait_above_ten_seconds(double seconds, double blocksUntil)
    {
        Announce(seconds);

        Assert.Equal(blocksUntil, _wait.BlocksUntil(100));
    }

    [Fact]
    public void One_request_looks_into_a_short_wait_that_is_longer_than_is_waited_for()
    {
        var impatient = new AnnouncedWait(maxWait: 2);

        impatient.Announce(100, decidedAt: 99.9, seconds: 5, pace: 7);

        Assert.Equal(100.5, impatient.BlocksUntil(100));
    }

    [Fact]
    public void After_the_look_has_left_the_wait_goes_on()
    {
        Announce(60);

        _wait.OnLook();

        Assert.Equal(160, _wait.BlocksUntil(100.5));
    }

    [Fact]
    public void A_look_that_did_not_take_place_may_be_repeated_at_once()
    {
        Announce(60);
        _wait.OnLook();

        _wait.OnLookAbandoned(101);

        Assert.Equal(101, _wait.BlocksUntil(100.9));
    }

    [Theory]
    [InlineData(99.9, false)]
    [InlineData(99.95, true)]
    public void Who_left_later_and_is_served_disproves_it(double leftAt, bool isDisproved)
    {
        Announce(60);

        Assert.Equal(isDisproved, _wait.OnServed(101, leftAt));

        Assert.Equal(isDisproved ? 101 : 160, _wait.Until);
        Assert.Equal(7, _wait.PaceBefore);
    }

    [Fact]
    public void A_wait_that_was_over_anyway_is_no_lie()
    {
        Announce(5);

        Assert.False(_wait.OnServed(106, leftAt: 105.5));
        Assert.Equal(105, _wait.Until);
    }

    [Fact]
    public void The_pace_before_is_that_before_the_first_of_several()
    {
        Announce(60);
        _wait.Announce(101, decidedAt: 100.9, seconds: 60, pace: 3);

        Assert.Equal(7, _wait.PaceBefore);
        Assert.False(_wait.OnServed(102, leftAt: 100.5));
        Assert.True(_wait.OnServed(102, leftAt: 101));
    }

    [Fact]
    public void A_refused_look_makes_it_true_until_it_ends()
    {
        Look(60);

        Assert.False(_wait.OnUnservedLook(101, isRefused: true, said: 59));

        Assert.Equal(160, _wait.BlocksUntil(101));
        Assert.False(_wait.IsHopeless(101));
    }

    [Fact]
    public void One_beyond_what_is_waited_for_is_hopeless_for_a_minute_after_a_look_was_told_so_too()
    {
        Look(3600);
        Assert.False(_wait.IsHopeless(100));

        Assert.False(_wait.OnUnservedLook(101, isRefused: true, said: 3599));

        Assert.True(_wait.IsHopeless(160.9));
        Assert.False(_wait.IsHopeless(161));
        Assert.Equal(161, _wait.BlocksUntil(110));
    }

    [Theory]
    [InlineData(30)]
    [InlineData(0)]
    public void A_look_that_is_told_less_replaces_it(double said)
    {
        Look(3600);

        Assert.True(_wait.OnUnservedLook(101, isRefused: true, said));

        Assert.Equal(101, _wait.Until);
        Assert.False(_wait.IsHopeless(101));
    }

    [Fact]
    public void A_look_that_is_served_after_the_wait_was_announced_again_is_repeated()
    {
        Look(3600);
        _wait.Announce(100.7, decidedAt: 100.6, seconds: 5, pace: 7);

        Assert.False(_wait.OnServed(100.8, leftAt: 100.5, isLook: true));

        Assert.Equal(101.3, _wait.BlocksUntil(100.8), 6);
    }

    [Fact]
    public void Nobody_looks_into_a_short_wait_after_a_long_one_that_was_true()
    {
        Look(60);
        _wait.OnUnservedLook(101, isRefused: true, said: 30);

        _wait.Announce(161, decidedAt: 160.9, seconds: 5, pace: 7);

        Assert.Equal(166, _wait.BlocksUntil(162));
    }

    [Fact]
    public void A_long_wait_after_one_that_was_replaced_is_looked_into()
    {
        Look(3600);
        _wait.OnUnservedLook(101, isRefused: true, said: 0.3);

        _wait.Announce(101.2, decidedAt: 101.1, seconds: 3600, pace: 7);

        Assert.Equal(101.7, _wait.BlocksUntil(101.2), 6);
    }

    [Fact]
    public void Another_wait_that_is_waited_for_stays_when_a_hopeless_one_is_replaced()
    {
        Announce(8);
        Look(3600);

        Assert.True(_wait.OnUnservedLook(101, isRefused: true, said: 0));

        Assert.Equal((108, 108), (_wait.Until, _wait.BlocksUntil(101)));
    }

    [Fact]
    public void A_short_wait_found_true_says_nothing_about_a_hopeless_one_told_meanwhile()
    {
        Look(60);
        _wait.OnUnservedLook(101, isRefused: true, said: 59);

        _wait.Announce(102, decidedAt: 101.9, seconds: 3600, pace: 7);

        Assert.False(_wait.IsHopeless(102));
        Assert.Equal(160, _wait.BlocksUntil(102));
    }

    [Fact]
    public void A_look_that_failed_otherwise_says_nothing_and_is_repeated_after_ten_seconds()
    {
        Look(3600);

        Assert.False(_wait.OnUnservedLook(101, isRefused: false, said: 0));

        Assert.Equal(111, _wait.BlocksUntil(101));
        Assert.False(_wait.IsHopeless(101));
    }

    [Fact]
    public void A_reset_told_as_a_point_in_time_is_looked_at_a_second_early()
    {
        Announce(5);

        _wait.OnRounded(100);

        Assert.True(_wait.IsEarly);
        Assert.Equal(104, _wait.BlocksUntil(100));
        _wait.OnLook();
        Assert.False(_wait.OnServed(104.2, leftAt: 104));
        Assert.Equal(104.2, _wait.Until);
    }

    [Fact]
    public void After_three_early_looks_in_vain_none_is_tried()
    {
        for (var i = 0; i < 3; i++)
        {
            Announce(5);
            _wait.OnRounded(100);
            _wait.OnLook();
            Assert.False(_wait.OnUnservedLook(104.1, isRefused: true, said: 1));
        }

        _wait.OnRounded(100);

        Assert.False(_wait.IsEarly);
        Assert.Equal(105, _wait.BlocksUntil(100));
    }

    [Fact]
    public void A_reset_far_away_is_not_looked_at_early()
    {
        Announce(11);

        _wait.OnRounded(100);

        Assert.False(_wait.IsEarly);
    }

    [Fact]
    public void Nothing_blocks_where_nothing_was_announced()
    {
        Assert.Equal((0, 0, false), (_wait.BlocksUntil(100), _wait.Ahead(100), _wait.IsHopeless(100)));
        Assert.False(_wait.OnServed(100, Never));
    }

    private void Announce(double seconds) => _wait.Announce(100, decidedAt: 99.9, seconds, pace: 7);

    private void Look(double seconds)
    {
        Announce(seconds);
        _wait.OnLook();
    }
}
