namespace ProductApi.Client.Tests.Throttling;

/// <summary>How many requests may be in flight?</summary>
public sealed class HostHealthLimitTests : HostHealthTest
{
    [Fact]
    public void A_host_that_turns_out_to_be_down_has_its_limit_back_when_a_probe_fails()
    {
        Serve(10);
        for (var i = 0; i < 8; i++)
        {
            Host.OnUnreachable(10.1);
            Fail(10.1);
        }

        Assert.InRange(Host.Limit, 1, 2);

        Fail(Host.OpenUntil);
        Assert.Equal(8, Host.Limit);
    }

    [Fact]
    public void A_host_that_is_down_has_its_limit_back_although_answers_of_before_came_between_refused_connections()
    {
        Serve(10);
        for (var i = 0; i < 6; i++)
        {
            Host.OnUnreachable(10.1);
            Serve(10.1);
        }

        GoDown(10.2);
        Assert.InRange(Host.Limit, 2, 4);

        Fail(Host.OpenUntil);
        Assert.Equal(8, Host.Limit);
    }

    [Fact]
    public void A_host_that_is_down_has_its_limit_back_when_the_probe_of_another_process_fails()
    {
        Serve(10);
        Host.OnUnreachable(10.1);
        GoDown(10.2);

        Host.OnOpenedElsewhere(until: 10.7, openingsInARow: 1);
        Assert.Equal(7, Host.Limit);

        Host.OnOpenedElsewhere(until: 11.7, openingsInARow: 2);
        Assert.Equal(8, Host.Limit);
    }

    [Fact]
    public void A_limit_lowered_long_before_the_host_went_down_stays_lowered()
    {
        Serve(10);
        Host.OnUnreachable(10.1);
        Serve(12);
        GoDown(12.2);
        Fail(Host.OpenUntil);

        Assert.InRange(Host.Limit, 7, 7.1);
    }

    [Fact]
    public void Time_outs_halve_how_many_may_be_in_flight_once_for_all_under_way()
    {
        Host.OnTimeout(now: 10, leftAt: 0);
        Host.OnTimeout(now: 10, leftAt: 5);
        Assert.Equal(4, Host.Limit);

        for (var now = 20; now <= 50; now += 10)
            Host.OnTimeout(now, leftAt: now - 10);

        Assert.Equal(1, Host.Limit);
    }

    [Fact]
    public void Successes_raise_it_again_five_times_the_limit_for_one_more()
    {
        for (var now = 10; now <= 40; now += 10)
            Host.OnTimeout(now, leftAt: now - 10);

        Serve(50);
        Assert.Equal(1.2, Host.Limit, 6);
        Serve(50);
        Assert.Equal(1.2 + (1 / 6.0), Host.Limit, 6);
        for (var i = 0; i < 200; i++)
            Serve(50);
        Assert.Equal(8, Host.Limit);
    }

    [Fact]
    public void A_quick_canary_allows_all_at_once()
    {
        Host.OnTimeout(now: 10, leftAt: 0);

        Host.OnQuickCanary();

        Assert.Equal(8, Host.Limit);
    }

    [Theory]
    [InlineData(11.9, 7)]
    [InlineData(12, 8)]
    public void A_refused_connection_is_one_too_many_while_others_are_served(double now, double limit)
    {
        Serve(10);
        Assert.Equal(now < 12, Host.IsServing(now));

        Host.OnUnreachable(now);

        Assert.Equal(limit, Host.Limit);
    }

    [Theory]
    [InlineData(12.125, 8)]
    [InlineData(12.25, 7)]
    public void What_lowered_the_limit_within_two_seconds_before_the_host_went_down_is_given_back(double downAt, double limit)
    {
        Serve(10);
        Host.OnUnreachable(10.125);

        GoDown(downAt);
        Fail(Host.OpenUntil);

        Assert.Equal(limit, Host.Limit);
    }

    [Fact]
    public void What_lowered_the_limit_long_before_is_not_given_back_with_what_lowered_it_last()
    {
        Serve(10);
        Host.OnUnreachable(10.125);
        Serve(13);
        Host.OnUnreachable(13.125);

        GoDown(13.25);
        Fail(Host.OpenUntil);

        // Seven, and what the success between has added.
        Assert.Equal(7 + (1 / 35.0), Host.Limit, 6);
    }
}
