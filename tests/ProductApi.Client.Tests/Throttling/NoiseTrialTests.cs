using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

/// <summary>When a trial starts, and what its end says.</summary>
public sealed class NoiseTrialTests : NoiseTest
{
    // Three of these: 12 of 15 sends got through.
    private const string Cut = "....x";
    private const double GotThrough = 12 / (15 * Interval);

    [Fact]
    public void Three_cuts_in_a_row_by_503s_start_a_trial_below_what_got_through()
    {
        LearnPace();
        Assert.Null(CutAfter(Cut).Rate);
        Assert.Null(CutAfter(Cut).Rate);

        var verdict = CutAfter(Cut);

        Assert.True(Noise.IsTrial);
        Assert.Equal(0.85 * GotThrough, verdict.Rate!.Value, 6);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_hint_or_a_raise_between_them_starts_the_row_anew(bool isHint)
    {
        LearnPace();
        CutAfter(Cut);
        CutAfter(Cut);
        if (isHint)
            Noise.OnCut(Now, Last, isPaceKnown: true, isHinted: true);
        else
            Noise.OnRaise(Now, Last);

        Assert.Null(CutAfter(Cut).Rate);
        Assert.Null(CutAfter(Cut).Rate);
        Assert.NotNull(CutAfter(Cut).Rate);
    }

    [Fact]
    public void What_got_through_before_the_first_push_back_does_not_count()
    {
        Send(Served(20), isPaceKnown: false);

        var verdict = StartTrial(Cut);

        Assert.Equal(0.85 * GotThrough, verdict.Rate!.Value, 6);
    }

    [Fact]
    public void What_got_through_before_the_last_raise_does_not_count()
    {
        LearnPace();
        Raise(after: Served(20));
        CutAfter(Cut);
        CutAfter(Cut);

        var verdict = CutAfter(Cut);

        Assert.Equal(0.85 * GotThrough, verdict.Rate!.Value, 6);
    }

    [Fact]
    public void A_429_is_believed_for_longer()
    {
        LearnPace();
        for (var i = 0; i < 7; i++)
            Assert.Null(CutAfter(".......x", isRated: true).Rate);

        Assert.NotNull(CutAfter(".......x", isRated: true).Rate);
    }

    [Fact]
    public void The_429s_before_the_first_push_back_are_no_reason_for_a_trial()
    {
        Send(Refused(7), isPaceKnown: false, isRated: true);
        LearnPace();
        Send(Served(40), isPaceKnown: true);

        // The eighth of 48 sends.
        Assert.Null(CutAfter("x", isRated: true).Rate);
    }

    [Theory]
    [InlineData(24, false)]
    [InlineData(25, true)]
    public void Eight_429s_start_a_trial_after_more_than_half_a_second(int served, bool isTrial)
    {
        Send(Served(64), isPaceKnown: false);
        LearnPace();
        Send(Served(served), isPaceKnown: true);

        // 24 and 8 sends take half a second.
        for (var i = 0; i < 8; i++)
            CutAfter("x", isRated: true);

        Assert.Equal(isTrial, Noise.IsTrial);
    }

    [Fact]
    public void A_slow_pace_is_not_tried()
    {
        LearnPace();
        for (var i = 0; i < 4; i++)
        {
            Now += 1.5;
            Assert.Null(CutAfter("x").Rate);
        }
    }

    [Theory]
    [InlineData(3, 0.85)]
    [InlineData(3 + Interval, null)]
    public void One_request_a_second_is_the_slowest_pace_to_start_a_trial_from(double seconds, double? rate)
    {
        LearnPace();
        CutAfter(".x");
        Now += 1;
        CutAfter(".x");
        Now += seconds - 1 - (6 * Interval);

        var verdict = CutAfter(".x");

        // Three got through.
        Assert.Equal(rate, verdict.Rate);
    }

    [Fact]
    public void A_trial_in_which_as_many_are_refused_finds_noise_and_the_pace_is_forgotten()
    {
        StartTrial(Cut);

        var verdict = Send(".x...x...x", isPaceKnown: true);

        Assert.Equal(PaceVerdict.Forget, verdict);
        Assert.Equal(0.3, Noise.Share, 6);
        Assert.False(Noise.IsTrial);
    }

    [Theory]
    [InlineData(47, true)]
    [InlineData(48, false)]
    public void More_than_half_of_what_was_refused_before_is_noise(int sends, bool isNoise)
    {
        // An eighth was refused.
        StartTrial(".......x");

        var verdict = Send("xx" + Served(sends - 3) + "x", isPaceKnown: true);

        Assert.Equal(isNoise ? PaceVerdict.Forget : PaceVerdict.Try(21 / (24 * Interval)), verdict);
        Assert.Equal(isNoise ? 3.0 / 47 : 0, Noise.Share);
    }

    [Fact]
    public void A_gap_does_not_interrupt_a_trial()
    {
        StartTrial(Cut);
        Send(".x...x", isPaceKnown: true);
        Now += 3;

        var verdict = Send("...x", isPaceKnown: true);

        Assert.Equal(PaceVerdict.Forget, verdict);
        Assert.Equal(0.3, Noise.Share, 6);
    }

    [Fact]
    public void After_429s_the_pace_stays_at_what_got_through()
    {
        StartTrial(Cut);

        var verdict = Send(".x...x...x", isPaceKnown: true, isRated: true);

        Assert.Equal(0.3, Noise.Share, 6);
        Assert.Equal(GotThrough / 0.7, verdict.Rate!.Value, 6);
    }

    [Fact]
    public void A_trial_in_which_few_are_refused_finds_the_limit()
    {
        StartTrial(Cut);

        // 8 refusals are due after 40 sends of which a fifth is refused.
        var verdict = Send(Served(40), isPaceKnown: true);

        Assert.Equal(0, Noise.Share);
        Assert.Equal(GotThrough, verdict.Rate!.Value, 6);
    }

    [Fact]
    public void A_trial_that_finds_less_noise_than_is_known_lowers_it()
    {
        LearnNoise();
        StartTrial(".......x");

        // 8 refusals are due after 64 sends of which an eighth is refused.
        var verdict = Send(Served(64), isPaceKnown: true);

        // 3 of 24 were refused before, none of 64 now.
        Assert.Equal(3.0 / 88, Noise.Share, 12);
        Assert.Equal(21 / (24 * Interval) / (1 - (3.0 / 88)), verdict.Rate!.Value, 6);
    }

    [Fact]
    public void Only_paced_sends_bring_a_trial_to_its_end()
    {
        StartTrial(Cut);

        Send(Served(40), isPaceKnown: true, isFree: true);
        Send(Served(39), isPaceKnown: true);
        Assert.True(Noise.IsTrial);

        Send(".", isPaceKnown: true);
        Assert.False(Noise.IsTrial);
    }

    [Theory]
    [InlineData("xx.x")]
    [InlineData("x.x..x")]
    public void Half_refused_is_never_noise(string sends)
    {
        StartTrial(Cut);

        var verdict = Send(sends, isPaceKnown: true);

        Assert.Equal(0, Noise.Share);
        Assert.Equal(GotThrough, verdict.Rate!.Value, 6);
    }

    [Fact]
    public void Without_a_pace_sixty_four_sends_of_which_too_many_are_refused_start_a_trial()
    {
        var verdict = Send(string.Concat(Enumerable.Repeat("x.......", 8)), isPaceKnown: false);

        // Seen at the 64th send.
        Assert.True(Noise.IsTrial);
        Assert.Equal(0.85 * 56 / (64 * Interval), verdict.Rate!.Value, 6);
    }
}
