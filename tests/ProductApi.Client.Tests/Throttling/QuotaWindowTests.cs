using ProductApi.Client.Headers;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

public sealed class QuotaWindowTests
{
    private readonly QuotaWindow _window = new();

    [Fact]
    public void Without_an_announcement_there_is_room_for_everything()
    {
        Assert.Equal((0, double.PositiveInfinity), (_window.UsedUpUntil(5), _window.Room(5)));
        Assert.False(_window.IsPlenty(5, maxConcurrency: 0));
    }

    [Fact]
    public void What_is_left_is_the_room_until_the_window_ends()
    {
        Announce(now: 10, remaining: 7, reset: 5);

        Assert.Equal((0, 7), (_window.UsedUpUntil(14.9), _window.Room(14.9)));
        Assert.Equal((0, double.PositiveInfinity), (_window.UsedUpUntil(15), _window.Room(15)));
    }

    [Fact]
    public void A_used_up_quota_is_waited_for_until_the_window_ends()
    {
        Announce(now: 10, remaining: 0, reset: 5);

        Assert.Equal((15, double.PositiveInfinity), (_window.UsedUpUntil(14.9), _window.Room(14.9)));
        Assert.Equal(0, _window.UsedUpUntil(15));
    }

    [Theory]
    [InlineData(7, 6, 14, true)]
    [InlineData(7, 7, 14, false)]
    [InlineData(7, 6, 15, false)]
    public void There_is_plenty_when_more_is_left_than_could_be_in_flight(long remaining, int maxConcurrency, double now, bool isPlenty)
    {
        Announce(now: 10, remaining, reset: 5);

        Assert.Equal(isPlenty, _window.IsPlenty(now, maxConcurrency));
    }

    [Fact]
    public void Within_a_window_the_least_that_is_left_and_the_earliest_end_count()
    {
        Announce(now: 10, remaining: 7, reset: 5);
        Announce(now: 11, remaining: 9, reset: 5.5);
        Assert.Equal(7, _window.Room(14.9));
        Assert.Equal(double.PositiveInfinity, _window.Room(15));

        Announce(now: 12, remaining: 3, reset: 2);
        Assert.Equal(3, _window.Room(13.9));
        Assert.Equal(double.PositiveInfinity, _window.Room(14));
    }

    [Fact]
    public void A_much_later_end_is_a_new_window()
    {
        Announce(now: 10, remaining: 0, reset: 5);

        Announce(now: 11, remaining: 9, reset: 5.6);

        Assert.Equal((0, 9), (_window.UsedUpUntil(16.5), _window.Room(16.5)));
    }

    [Fact]
    public void After_its_end_a_window_is_followed_by_the_next()
    {
        Announce(now: 10, remaining: 0, reset: 5);

        Announce(now: 15, remaining: 9, reset: 1);

        Assert.Equal(9, _window.Room(15.9));
        Assert.Equal(double.PositiveInfinity, _window.Room(16));
    }

    private void Announce(double now, long remaining, double reset) =>
        _window.Update(now, new Quota(remaining, TimeSpan.FromSeconds(reset)));
}
