using ProductApi.Client.Headers;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

public sealed class QuotaWindowTests
{
    private readonly QuotaWindow _quota = new();

    [Fact]
    public void Without_a_quota_there_is_room_for_all()
    {
        Assert.Equal(20, _quota.Room(0, limit: 20));
    }

    [Theory]
    [InlineData(3, 3)]
    [InlineData(50, 20)]
    public void No_more_are_in_flight_than_are_left_until_the_reset(long left, double room)
    {
        Update(0, left, reset: 10);

        Assert.Equal(room, _quota.Room(9.9, limit: 20));
        Assert.Equal(20, _quota.Room(10, limit: 20));
    }

    [Fact]
    public void A_server_that_begins_to_tell_a_quota_is_believed_after_some_hundred_answers()
    {
        for (var i = 0; i < 1_000_000; i++)
            _quota.OnServed(isQuoted: false);
        Assert.True(_quota.IsRare);

        for (var i = 0; i < 300; i++)
            _quota.OnServed(isQuoted: true);

        Assert.False(_quota.IsRare);
    }

    [Fact]
    public void A_used_up_quota_is_a_wait_not_a_room()
    {
        Update(0, left: 0, reset: 10);

        Assert.Equal(20, _quota.Room(1, limit: 20));
    }

    [Fact]
    public void Within_one_window_the_smallest_rest_and_the_earliest_reset_count()
    {
        Assert.Equal(10, Update(0, left: 5, reset: 10));

        // 3.2 s and 10 s are said where 3.1 s and 9 s are meant.
        Assert.Equal(7, Update(3, left: 7, reset: 8));
        Assert.Equal(5, _quota.Room(3, limit: 20));
        Assert.Equal(6, Update(4, left: 2, reset: 7));
        Assert.Equal(2, _quota.Room(4, limit: 20));
    }

    [Fact]
    public void After_the_reset_there_is_a_new_window()
    {
        Update(0, left: 0, reset: 10);

        Assert.Equal(12, Update(10, left: 15, reset: 12));

        Assert.Equal(15, _quota.Room(10, limit: 20));
    }

    [Theory]
    [InlineData(206, false)]
    [InlineData(207, true)]
    public void From_256_answers_on_older_ones_count_half(int plain, bool isRare)
    {
        for (var i = 0; i < 52; i++)
            _quota.OnServed(isQuoted: true);
        for (var i = 0; i < plain; i++)
            _quota.OnServed(isQuoted: false);

        // 52 and 204 have become 26 and 102: rare are more than 104.
        Assert.Equal(isRare, _quota.IsRare);
    }

    [Theory]
    [InlineData(9.5, true)]
    [InlineData(10, false)]
    [InlineData(11, false)]
    public void A_quota_is_known_until_its_reset(double now, bool isKnown)
    {
        Assert.False(_quota.IsKnown(0));

        Update(0, left: 3, reset: 10);

        Assert.Equal(isKnown, _quota.IsKnown(now));
    }

    [Fact]
    public void A_quota_that_is_forgotten_or_rare_is_not_known()
    {
        Update(0, left: 3, reset: 10);
        _quota.Forget(hasLied: false);
        Assert.False(_quota.IsKnown(1));

        Update(1, left: 3, reset: 9);
        Assert.True(_quota.IsKnown(1));
        _quota.OnServed(isQuoted: false);
        Assert.False(_quota.IsKnown(1));
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(5, true)]
    public void A_quota_in_fewer_than_one_of_five_answers_is_not_believed(int plain, bool isRare)
    {
        Update(0, left: 3, reset: 10);
        _quota.OnServed(isQuoted: true);
        for (var i = 0; i < plain; i++)
            _quota.OnServed(isQuoted: false);

        Assert.Equal(isRare, _quota.IsRare);
        Assert.Equal(isRare ? 20 : 3, _quota.Room(1, limit: 20));
    }

    [Fact]
    public void A_used_up_quota_that_was_disproved_has_lied_until_the_next_refusal()
    {
        Update(0, left: 0, reset: 10);

        _quota.Forget(hasLied: true);

        Assert.True(_quota.HasLied);
        _quota.OnRefused();
        Assert.False(_quota.HasLied);
    }

    [Fact]
    public void One_that_lies_again_and_again_has_lied()
    {
        for (var i = 0; i < 2; i++)
        {
            Update(0, left: 0, reset: 10);
            _quota.Forget(hasLied: true);

            Assert.True(_quota.HasLied);
        }

        // What was true this time does not make up for it.
        Update(0, left: 0, reset: 10);
        _quota.Forget(hasLied: false);
        Assert.True(_quota.HasLied);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(3, true)]
    public void Only_a_used_up_quota_can_lie(long left, bool isDisproved)
    {
        Update(0, left, reset: 10);

        _quota.Forget(isDisproved);

        Assert.False(_quota.HasLied);
        Assert.Equal(20, _quota.Room(1, limit: 20));
    }

    private double Update(double now, long left, double reset) => _quota.Update(now, new Quota(left, TimeSpan.FromSeconds(reset)));
}
