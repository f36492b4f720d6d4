using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

/// <summary>Sends 10 ms apart, of which some are refused.</summary>
public sealed class NoiseTests
{
    private const double Interval = 0.01;

    private readonly Noise _noise = new();
    private long _last;
    private double _now;

    [Theory]
    [InlineData("xxxxx", false)]
    [InlineData("xxxxxx", true)]
    [InlineData("xxx.xxx.xxx", true)]
    [InlineData("xx..xx..xx..xx..", false)]
    [InlineData("x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.", true)]
    [InlineData("x..x..x..x..x..x..x..x..x..", false)]
    public void Without_a_pace_only_a_cluster_is_a_limit(string sends, bool isLimit)
    {
        Send(sends, isPaceKnown: false);

        Assert.Equal(isLimit, _noise.IsLimit(first: 1, _last, isPaceKnown: false));
    }

    [Fact]
    public void Refusals_of_former_cycles_do_not_count()
    {
        Send("xxxxxx", isPaceKnown: false);

        Assert.False(_noise.IsLimit(first: 3, _last, isPaceKnown: false));
    }

    [Fact]
    public void With_a_pace_every_refusal_is_above_it_while_no_noise_is_known()
    {
        Send(".x", isPaceKnown: true);

        Assert.True(_noise.IsLimit(first: 1, _last, isPaceKnown: true));
    }

    [Fact]
    public void With_a_pace_twice_the_known_noise_is_explained()
    {
        LearnNoise();
        Send("x....x....", isPaceKnown: true);
        Assert.False(_noise.IsLimit(_last - 9, _last, isPaceKnown: true));

        Send("xxxxxxx", isPaceKnown: true);
        Assert.True(_noise.IsLimit(_last - 6, _last, isPaceKnown: true));
    }

    [Fact]
    public void Three_cuts_in_a_row_by_503s_start_a_trial_below_what_got_through()
    {
        LearnPace();
        Assert.Null(CutAfter("....x").Rate);
        Assert.Null(CutAfter("....x").Rate);

        var verdict = CutAfter("....x");

        // 12 of 15 in 0.15 s got through.
        Assert.True(_noise.IsTrial);
        Assert.Equal(0.85 * 12 / 0.15, verdict.Rate!.Value, 6);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_hint_or_a_raise_between_them_starts_the_row_anew(bool isHint)
    {
        LearnPace();
        CutAfter("....x");
        CutAfter("....x");
        if (isHint)
            _noise.OnCut(_now, _last, isPaceKnown: true, isHinted: true);
        else
            _noise.OnRaise(_now, _last);

        Assert.Null(CutAfter("....x").Rate);
        Assert.Null(CutAfter("....x").Rate);
        Assert.NotNull(CutAfter("....x").Rate);
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
    public void A_young_block_of_429s_starts_no_trial()
    {
        LearnPace();
        Send("........", isPaceKnown: true);
        for (var i = 0; i < 8; i++)
            CutAfter("x", isRated: true);

        Assert.False(_noise.IsTrial);
    }

    [Fact]
    public void A_slow_pace_is_not_tried()
    {
        LearnPace();
        for (var i = 0; i < 4; i++)
        {
            _now += 1.5;
            Assert.Null(CutAfter("x").Rate);
        }
    }

    [Fact]
    public void A_trial_in_which_as_many_are_refused_finds_noise_and_the_pace_is_forgotten()
    {
        StartTrial();

        var verdict = Send(".x...x...x", isPaceKnown: true);

        Assert.Equal(PaceVerdict.Forget, verdict);
        Assert.Equal(0.3, _noise.Share, 6);
        Assert.False(_noise.IsTrial);
    }

    [Fact]
    public void After_429s_the_pace_stays_at_what_got_through()
    {
        StartTrial();

        var verdict = Send(".x...x...x", isPaceKnown: true, isRated: true);

        Assert.Equal(0.3, _noise.Share, 6);
        Assert.Equal(12 / 0.15 / 0.7, verdict.Rate!.Value, 6);
    }

    [Fact]
    public void A_trial_in_which_few_are_refused_finds_the_limit()
    {
        StartTrial();

        // 8 refusals are due after 40 sends of which a fifth is refused.
        var verdict = Send(new string('.', 40), isPaceKnown: true);

        Assert.Equal(0, _noise.Share);
        Assert.Equal(12 / 0.15, verdict.Rate!.Value, 6);
    }

    [Fact]
    public void Half_refused_is_never_noise()
    {
        StartTrial();

        var verdict = Send("xx.x", isPaceKnown: true);

        Assert.Equal(0, _noise.Share);
        Assert.Equal(12 / 0.15, verdict.Rate!.Value, 6);
    }

    [Fact]
    public void Without_a_pace_sixty_four_sends_of_which_too_many_are_refused_start_a_trial()
    {
        var verdict = Send(string.Concat(Enumerable.Repeat("x.......", 8)), isPaceKnown: false);

        // Seen at the 64th send.
        Assert.True(_noise.IsTrial);
        Assert.Equal(0.85 * 56 / 0.64, verdict.Rate!.Value, 0);
    }

    [Fact]
    public void Without_a_pace_sixty_four_sends_of_which_two_are_refused_start_none()
    {
        Send("x" + new string('.', 40) + "x" + new string('.', 22), isPaceKnown: false);

        Assert.False(_noise.IsTrial);
    }

    [Fact]
    public void A_raise_may_lower_the_noise_and_never_raise_it()
    {
        LearnNoise();
        var known = _noise.Share;
        Send("xxxxx.....", isPaceKnown: true);
        _noise.OnRaise(_now, _last);
        Assert.Equal(known, _noise.Share);

        for (var i = 0; i < 40; i++)
        {
            Send(new string('.', 50), isPaceKnown: true);
            _noise.OnRaise(_now, _last);
        }

        // Less than half a percent is none.
        Assert.Equal(0, _noise.Share);
    }

    [Fact]
    public void What_was_counted_before_a_gap_is_forgotten()
    {
        Send(string.Concat(Enumerable.Repeat("x...", 10)), isPaceKnown: false);
        _now += 3600;

        Send(new string('.', 63), isPaceKnown: false);

        Assert.False(_noise.IsTrial);
    }

    // One send per character, x: refused at once; what the last of them made of the pace.
    private PaceVerdict Send(string sends, bool isPaceKnown, bool isRated = false)
    {
        PaceVerdict verdict = default;
        foreach (var send in sends)
        {
            _now += Interval;
            _last++;
            verdict = Either(verdict, _noise.OnSend(_now, _last, isPaced: isPaceKnown, isPaceKnown));
            if (send == 'x')
                verdict = Either(verdict, _noise.OnRefused(_now, _last, _last, isRated));
        }

        return verdict;
    }

    private PaceVerdict CutAfter(string sends, bool isRated = false)
    {
        Send(sends, isPaceKnown: true, isRated);
        return _noise.OnCut(_now, _last, isPaceKnown: true, isHinted: false);
    }

    private void LearnPace() => _noise.OnCut(_now, _last, isPaceKnown: false, isHinted: false);

    private void StartTrial()
    {
        LearnPace();
        CutAfter("....x");
        CutAfter("....x");
        CutAfter("....x");
    }

    private void LearnNoise()
    {
        StartTrial();
        Send(".x...x...x", isPaceKnown: true);
    }

    private static PaceVerdict Either(PaceVerdict first, PaceVerdict second) => first.Rate is null ? second : first;
}
