using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

/// <summary>Push-backs: too early, too fast, or an echo. A burst of 20 sends, the fifth refused, makes a pace of 100 a second.</summary>
public sealed class RateRulesTests
{
    private readonly RateRules _rate = new();

    [Fact]
    public void A_later_send_refused_was_too_fast()
    {
        LearnHundred();

        Assert.Equal(100, _rate.Pace, 6);
        Assert.Equal(10.12, _rate.PauseUntil, 6);
        Assert.Equal(10.12, _rate.NextSend, 6);
    }

    [Fact]
    public void A_first_send_refused_was_too_early_and_doubles_the_pause()
    {
        List<double> pauses = [];
        for (var i = 1; i <= 9; i++)
        {
            var send = Send(100 * i);
            Refuse(100 * i, send);
            pauses.Add(Math.Round(_rate.PauseUntil - (100 * i), 6));
        }

        Assert.False(_rate.IsPaceKnown);
        Assert.Equal([0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5, 5], pauses);
    }

    [Fact]
    public void A_cut_ends_the_doubling()
    {
        LearnHundred();
        Refuse(13, Send(13));
        Assert.Equal(13.04, _rate.PauseUntil, 6);
        Send(14);
        Refuse(14.5, Send(14.5));

        Refuse(17, Send(17));

        Assert.Equal(17.04, _rate.PauseUntil, 6);
    }

    [Fact]
    public void An_echo_of_the_cycle_before_costs_nothing()
    {
        LearnHundred();

        Refuse(10.11, Number(20));

        Assert.Equal(100, _rate.Pace, 6);
        Assert.Equal(10.13, _rate.PauseUntil, 6);
    }

    [Fact]
    public void What_was_served_since_the_last_push_back_makes_the_next_cut_shallower()
    {
        LearnHundred();
        for (var i = 0; i < 81; i++)
        {
            Send(10.2);
            _rate.OnServedAttempt();
        }

        // 81 served in the second since the push-back.
        Refuse(11.1, Send(11));

        Assert.Equal(90, _rate.Pace, 6);
    }

    [Fact]
    public void A_short_wait_is_a_pause()
    {
        LearnHundred();

        _rate.PushBack(11, Send(11), pause: 0.7, announced: 0, isHinted: true, isServed: false);

        Assert.Equal(11.7, _rate.PauseUntil, 6);
    }

    [Fact]
    public void The_first_send_of_a_cycle_that_was_served_only_pauses()
    {
        LearnHundred();

        _rate.PushBack(11, Send(11), pause: 0.7, announced: 0, isHinted: true, isServed: true);

        Assert.Equal(100, _rate.Pace, 6);
        Assert.Equal(11.7, _rate.PauseUntil, 6);
    }

    [Fact]
    public void A_push_back_in_the_midst_of_a_refill_does_not_cut()
    {
        LearnHundred();
        for (var i = 0; i < 50; i++)
            Send(10.2);
        _rate.PushBack(10.6, Send(10.5), pause: 0, announced: 5, isHinted: true, isServed: false);
        var pace = _rate.Pace;
        Assert.False(_rate.IsPaced);
        for (var i = 0; i < 10; i++)
            Send(16, isPaced: false);

        Refuse(16.1, Number(_rate.LastSend));

        Assert.Equal(pace, _rate.Pace);
        Assert.True(_rate.IsPaced);
    }

    [Fact]
    public void A_window_that_opened_in_silence_is_waited_for()
    {
        // Shut from 11 s to 60 s, open from 61 s.
        LearnHundred();
        foreach (var at in new[] { 20.0, 30, 40, 50, 60 })
            Refuse(at, Send(at));
        _rate.OnServed(Send(61));
        for (var i = 0; i < 100; i++)
            Send(61.5);

        Refuse(62, Send(62));

        // The first cycle began at 10 s: 50 and 51 s from there to the last refused and the first served probe.
        Assert.Equal(61 + 50.5, _rate.PauseUntil, 6);
        Assert.Equal(61 + 50.5, _rate.WindowUntil, 6);
    }

    [Fact]
    public void An_outage_makes_the_pace_unknown()
    {
        LearnHundred();

        _rate.Forget(30);

        Assert.False(_rate.IsPaceKnown);
        Assert.Equal(0, _rate.Interval);

        // The next send is the first of a cycle.
        var send = Send(31);
        Assert.True(_rate.IsFirstOfCycle(send));
        Assert.False(_rate.IsNoise(send));
    }

    [Fact]
    public void What_another_rule_says_is_the_pace()
    {
        _rate.Apply(10, default);
        Assert.False(_rate.IsPaceKnown);

        _rate.Apply(10, PaceVerdict.Try(7));
        Assert.Equal(7, _rate.Pace);

        _rate.Apply(10, PaceVerdict.Forget);
        Assert.False(_rate.IsPaceKnown);
    }

    [Fact]
    public void A_used_pace_is_raised_after_two_seconds()
    {
        LearnHundred();
        for (var i = 0; i < 200; i++)
            Send(11, isPaced: true);
        Assert.Equal(100, _rate.Pace, 6);

        Send(12.2, isPaced: true);

        Assert.Equal(Math.Sqrt(100 * 200), _rate.Pace, 6);
    }

    [Fact]
    public void Without_a_pace_a_few_refusals_among_many_are_noise()
    {
        for (var i = 0; i < 10; i++)
            Send(10);
        var refused = Send(10.1);

        _rate.OnRefused(10.2, refused, isRated: false);

        Assert.True(_rate.IsNoise(refused));
        Assert.False(_rate.IsNoise(Number(1)));
    }

    private void LearnHundred()
    {
        for (var i = 0; i < 20; i++)
            Send(10);
        Refuse(10.1, Number(5));
    }

    private Send Send(double now, bool isPaced = false) => Number(_rate.OnSend(now, isPaced));

    private void Refuse(double now, Send send)
    {
        _rate.OnRefused(now, send, isRated: false);
        _rate.PushBack(now, send, pause: 0, announced: 0, isHinted: false, isServed: false);
    }

    private static Send Number(long number) => new(number, 0, Attempts: 1, CanaryAddress: null, IsLook: false, LeftWhileDown: false);
}
