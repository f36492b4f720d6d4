using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

/// <summary>What raises and noise make of the pace.</summary>
public sealed class RateRulesNoiseTests : RateRulesTest
{
    private const double Interval = 1.0 / 64;

    [Fact]
    public void A_send_that_does_not_keep_to_the_pace_raises_nothing()
    {
        LearnHundred();
        SendMany(200, 11, isPaced: true);

        Send(12.2, isPaced: false);
        Assert.Equal(100, Rate.Pace, 6);

        Send(12.2, isPaced: true);
        Assert.Equal(Math.Sqrt(100 * 200), Rate.Pace, 6);
    }

    [Fact]
    public void A_pace_that_another_rule_has_set_is_raised_two_seconds_later()
    {
        LearnHundred();
        SendMany(200, 11, isPaced: true);
        Rate.Apply(12, PaceVerdict.Try(100));

        SendMany(200, 13, isPaced: true);
        Assert.Equal(100, Rate.Pace, 6);

        Send(14, isPaced: true);
        Assert.Equal(Math.Sqrt(100 * 200), Rate.Pace, 6);
    }

    [Fact]
    public void Without_a_pace_some_refusals_among_64_sends_are_a_reason_for_a_trial()
    {
        for (var i = 1; i < 64; i++)
            SendAt(i, isRefused: i % 16 == 8);
        Assert.False(Rate.IsPaceKnown);

        SendAt(64);

        // 60 of 64 got through in a second.
        Assert.Equal(0.85 * 60, Rate.Pace, 6);
    }

    [Fact]
    public void Refusals_before_an_outage_are_no_reason_for_a_trial()
    {
        for (var i = 1; i <= 60; i++)
            SendAt(i, isRefused: i % 16 == 8);
        Rate.Forget(60 * Interval);

        for (var i = 61; i <= 80; i++)
            SendAt(i);

        Assert.False(Rate.IsPaceKnown);
    }

    [Theory]
    [InlineData(false, 0.85 * 18)]
    [InlineData(true, 12.5)]
    public void Three_cuts_in_a_row_start_a_trial_unless_a_hint_has_said_that_the_rate_is_the_cause(bool isHinted, double pace)
    {
        LearnHundred();
        Cut(10.6, isHinted);
        Assert.Equal(50, Rate.Pace, 6);
        Cut(11.1, isHinted);
        Assert.Equal(25, Rate.Pace, 6);

        Cut(11.6, isHinted);

        // 27 of 30 got through in one and a half seconds.
        Assert.Equal(pace, Rate.Pace, 6);
    }

    [Fact]
    public void A_raise_between_cuts_starts_the_row_anew()
    {
        LearnHundred();
        Cut(10.6);
        Cut(11.1);
        SendMany(50, 12, isPaced: true);
        Send(13.5, isPaced: true);
        Assert.Equal(Math.Sqrt(25 * 50), Rate.Pace, 6);

        Cut(14);

        Assert.Equal(Math.Sqrt(25 * 50) / 2, Rate.Pace, 6);
    }

    [Fact]
    public void Nothing_is_raised_during_a_trial_nor_by_the_send_that_ends_it()
    {
        LearnHundred();
        Cut(10.6);
        Cut(11.1);
        Cut(11.6);

        // It takes 80 sends: eight would be refused if as many were as before, 3 of 30.
        SendMany(60, 13, isPaced: true);
        SendMany(19, 14, isPaced: true);
        Assert.Equal(0.85 * 18, Rate.Pace, 6);

        Send(14, isPaced: true);
        Assert.Equal(18, Rate.Pace, 6);
    }

    [Fact]
    public void A_cut_takes_into_account_that_noise_has_refused_a_part_of_what_would_have_passed()
    {
        // A quarter is refused at any rate: of 64 sends, and of those in the trial that follows.
        for (var i = 1; i <= 64; i++)
            SendAt(i, isRefused: i % 4 == 2);
        Assert.Equal(0.85 * 48, Rate.Pace, 6);
        for (var i = 65; i <= 76; i++)
            SendAt(i, isPaced: true, isRefused: i % 4 == 0);
        Assert.False(Rate.IsPaceKnown);

        LearnHundred();
        for (var i = 0; i < 48; i++)
        {
            Send(10.2);
            Rate.OnServedAttempt();
        }

        // 48 served in the second since the push-back: 64 without the noise.
        Refuse(11.1, Send(11));

        Assert.Equal(80, Rate.Pace, 6);
    }

    private void SendAt(int interval, bool isPaced = false, bool isRefused = false)
    {
        var send = Send(interval * Interval, isPaced);
        if (isRefused)
            Rate.OnRefused(interval * Interval, send, isRated: false);
    }

    // Ten sends, the last one refused; none was served, so the pace is halved.
    private void Cut(double now, bool isHinted = false)
    {
        SendMany(10, now);
        Refuse(now, Number(Rate.LastSend), isHinted);
    }
}
