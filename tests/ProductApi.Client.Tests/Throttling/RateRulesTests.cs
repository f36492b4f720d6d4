using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

/// <summary>Push-backs: too early, too fast, or an echo.</summary>
public sealed class RateRulesTests : RateRulesTest
{
    [Fact]
    public void A_later_send_refused_was_too_fast()
    {
        LearnHundred();

        Assert.Equal(100, Rate.Pace, 6);
        Assert.Equal(10.12, Rate.PauseUntil, 6);
        Assert.Equal(10.12, Rate.NextSend, 6);
    }

    [Fact]
    public void A_first_send_refused_was_too_early_and_doubles_the_pause()
    {
        List<double> pauses = [];
        for (var i = 1; i <= 9; i++)
        {
            var send = Send(100 * i);
            Refuse(100 * i, send);
            pauses.Add(Math.Round(Rate.PauseUntil - (100 * i), 6));
        }

        Assert.False(Rate.IsPaceKnown);
        Assert.Equal([0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5, 5], pauses);
    }

    [Fact]
    public void A_cut_ends_the_doubling()
    {
        LearnHundred();
        Refuse(13, Send(13));
        Assert.Equal(13.04, Rate.PauseUntil, 6);
        Send(14);
        Refuse(14.5, Send(14.5));

        Refuse(17, Send(17));

        Assert.Equal(17.04, Rate.PauseUntil, 6);
    }

    [Fact]
    public void An_echo_of_the_cycle_before_costs_nothing()
    {
        LearnHundred();

        Refuse(10.11, Number(20));

        Assert.Equal(100, Rate.Pace, 6);
        Assert.Equal(10.13, Rate.PauseUntil, 6);
    }

    [Fact]
    public void What_was_served_since_the_last_push_back_makes_the_next_cut_shallower()
    {
        LearnHundred();
        for (var i = 0; i < 81; i++)
        {
            Send(10.2);
            Rate.OnServedAttempt();
        }

        // 81 served in the second since the push-back.
        Refuse(11.1, Send(11));

        Assert.Equal(90, Rate.Pace, 6);
    }

    [Fact]
    public void A_short_wait_is_a_pause()
    {
        LearnHundred();

        Rate.PushBack(11, Send(11), pause: 0.7, announced: 0, isHinted: true, isServed: false);

        Assert.Equal(11.7, Rate.PauseUntil, 6);
    }

    [Fact]
    public void The_first_send_of_a_cycle_that_was_served_only_pauses()
    {
        LearnHundred();

        Rate.PushBack(11, Send(11), pause: 0.7, announced: 0, isHinted: true, isServed: true);

        Assert.Equal(100, Rate.Pace, 6);
        Assert.Equal(11.7, Rate.PauseUntil, 6);
    }

    [Fact]
    public void A_push_back_in_the_midst_of_a_refill_does_not_cut()
    {
        LearnHundred();
        SendMany(50, 10.2);
        Rate.PushBack(10.6, Send(10.5), pause: 0, announced: 5, isHinted: true, isServed: false);
        var pace = Rate.Pace;
        Assert.False(Rate.IsPaced);
        SendMany(10, 16, isPaced: false);

        Refuse(16.1, Number(Rate.LastSend));

        Assert.Equal(pace, Rate.Pace);
        Assert.True(Rate.IsPaced);
    }

    [Fact]
    public void A_window_that_opened_in_silence_is_waited_for()
    {
        // Shut from 11 s to 60 s, open from 61 s.
        LearnHundred();
        foreach (var at in new[] { 20.0, 30, 40, 50, 60 })
            Refuse(at, Send(at));
        Rate.OnServed(Send(61));
        SendMany(100, 61.5);

        Refuse(62, Send(62));

        // The first cycle began at 10 s: 50 and 51 s from there to the last refused and the first served probe.
        Assert.Equal(61 + 50.5, Rate.PauseUntil, 6);
        Assert.Equal(61 + 50.5, Rate.WindowUntil, 6);
    }

    [Fact]
    public void An_outage_makes_the_pace_unknown()
    {
        LearnHundred();

        Rate.Forget(30);

        Assert.False(Rate.IsPaceKnown);
        Assert.Equal(0, Rate.Interval);

        // The next send is the first of a cycle.
        var send = Send(31);
        Assert.True(Rate.IsFirstOfCycle(send));
        Assert.False(Rate.IsNoise(send));
    }

    [Fact]
    public void What_another_rule_says_is_the_pace()
    {
        Rate.Apply(10, default);
        Assert.False(Rate.IsPaceKnown);

        Rate.Apply(10, PaceVerdict.Try(7));
        Assert.Equal(7, Rate.Pace);

        Rate.Apply(10, PaceVerdict.Forget);
        Assert.False(Rate.IsPaceKnown);
    }

    [Fact]
    public void A_used_pace_is_raised_after_two_seconds()
    {
        LearnHundred();
        SendMany(200, 11, isPaced: true);
        Assert.Equal(100, Rate.Pace, 6);

        Send(12.2, isPaced: true);

        Assert.Equal(Math.Sqrt(100 * 200), Rate.Pace, 6);
    }

    [Fact]
    public void Without_a_pace_a_few_refusals_among_many_are_noise()
    {
        SendMany(10, 10);
        var refused = Send(10.1);

        Rate.OnRefused(10.2, refused, isRated: false);

        Assert.True(Rate.IsNoise(refused));
        Assert.False(Rate.IsNoise(Number(1)));
    }

    [Theory]
    [InlineData(5, 45)]
    [InlineData(0.25, 22)]
    public void What_passed_in_a_cycle_is_refilled_during_an_announced_wait(double announced, int free)
    {
        // In half a second 50 sends, of which five are refused.
        LearnHundred();
        SendMany(50, 10.2);
        for (var i = 0; i < 5; i++)
            Rate.OnRefused(10.3, Number(Rate.LastSend - i), isRated: false);
        Rate.PushBack(10.6, Number(Rate.LastSend), pause: 0, announced, isHinted: true, isServed: false);

        for (var i = 0; i < free; i++)
        {
            Assert.False(Rate.IsPaced);
            Send(16);
        }

        Assert.True(Rate.IsPaced);
    }

    [Fact]
    public void Where_an_outage_came_between_no_window_is_seen()
    {
        LearnHundred();
        Rate.Forget(15);
        foreach (var at in new[] { 20.0, 30, 40, 50, 60 })
            Refuse(at, Send(at));
        Rate.OnServed(Send(61));
        SendMany(100, 61.5);

        Refuse(62, Send(62));

        Assert.Equal(0, Rate.WindowUntil);
    }
}
