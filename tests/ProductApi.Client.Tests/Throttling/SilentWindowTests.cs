using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

/// <summary>A window of 60 s that opened at second 0 and was used up at second 10.</summary>
public sealed class SilentWindowTests
{
    private readonly SilentWindow _window = new();

    [Fact]
    public void A_host_shut_for_half_of_the_time_has_a_window_and_the_next_probe_waits_for_its_end()
    {
        Assert.Equal(0, Close(10, opened: 0));
        Reopen(lastRefused: 56, served: 61);
        Assert.True(_window.IsKnown);

        // Closed again at 71; the middle between the last refused and the first served probe, 58.5 s after the opening at 61.
        Assert.Equal(61 + 58.5 - 71, Close(71, opened: 61), 6);
        Assert.Equal(119.5, _window.Until, 6);
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(1, false)]
    [InlineData(0, false)]
    public void It_takes_two_refused_probes(int refusedFirst, bool isKnown)
    {
        Close(10, opened: 0);

        _window.OnStillShut(56);
        _window.OnOpened(firstAt: 61, refusedFirst);

        Assert.Equal(isKnown, _window.IsKnown);
    }

    [Theory]
    [InlineData(41, true)]
    [InlineData(40.5, false)]
    public void Its_last_probes_are_no_more_than_twenty_seconds_apart(double lastRefused, bool isKnown)
    {
        Close(10, opened: 0);

        Reopen(lastRefused, served: 61);

        Assert.Equal(isKnown, _window.IsKnown);
    }

    [Fact]
    public void An_hour_in_which_nobody_asked_is_no_window()
    {
        Close(10, opened: 0);

        Reopen(lastRefused: 15, served: 3_600);

        Assert.False(_window.IsKnown);
    }

    [Theory]
    [InlineData(30, true)]
    [InlineData(30.5, false)]
    [InlineData(40, false)]
    public void One_that_was_shut_for_less_than_most_of_the_time_has_none(double closedAt, bool isKnown)
    {
        Close(closedAt, opened: 0);

        Reopen(lastRefused: 56, served: 61);

        Assert.Equal(isKnown, _window.IsKnown);
    }

    [Fact]
    public void One_that_was_shut_at_a_hint_has_none()
    {
        Assert.Equal(0, _window.OnClosed(10, opened: 0, passed: 100, isHinted: true));

        Reopen(lastRefused: 56, served: 61);

        Assert.False(_window.IsKnown);
    }

    [Theory]
    [InlineData(1.1, true)]
    [InlineData(1.125, false)]
    public void A_cycle_of_up_to_a_tenth_more_than_the_window_was_ended_by_it(double windows, bool isKnown)
    {
        Close(10, opened: 0);
        Reopen(lastRefused: 56, served: 64);

        Close(64 + (windows * 64), opened: 64);

        Assert.Equal(isKnown, _window.IsKnown);
    }

    [Fact]
    public void An_earlier_opening_makes_it_shorter()
    {
        Close(10, opened: 0);
        Reopen(lastRefused: 56, served: 61);
        Close(71, opened: 61);

        _window.OnOpened(firstAt: 119.5, refusedFirst: 0);

        Assert.Equal(119.5 + ((58.5 + 56) / 2) - 130, Close(130, opened: 119.5), 6);
    }

    [Theory]
    [InlineData(130, 100, false)]
    [InlineData(71, 50, false)]
    [InlineData(71, 49, false)]
    [InlineData(71, 100, true)]
    public void It_is_forgotten_when_outlasted_when_little_passed_and_at_a_hint(double closedAt, double passed, bool isHinted)
    {
        Close(10, opened: 0);
        Reopen(lastRefused: 56, served: 61);

        Assert.Equal(0, _window.OnClosed(closedAt, opened: 61, passed, isHinted));
        Assert.False(_window.IsKnown);
    }

    [Fact]
    public void An_outage_is_no_window()
    {
        Close(10, opened: 0);
        _window.Forget();

        Reopen(lastRefused: 56, served: 61);

        Assert.False(_window.IsKnown);
    }

    private double Close(double now, double opened) => _window.OnClosed(now, opened, passed: 100, isHinted: false);

    private void Reopen(double lastRefused, double served)
    {
        _window.OnStillShut(lastRefused);
        _window.OnOpened(served, refusedFirst: 5);
    }
}
