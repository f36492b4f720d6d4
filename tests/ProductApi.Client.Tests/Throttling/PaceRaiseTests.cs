using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

/// <summary>From a pace of 5 a second below a ceiling of 10, resumed at second 100.</summary>
public sealed class PaceRaiseTests
{
    private readonly Pace _pace = new();

    public PaceRaiseTests()
    {
        _pace.OnSend(10, isPaced: false);
        _pace.OnTooFast(passed: 1);
        _pace.ResumeAt(100);
    }

    [Fact]
    public void Paced_sends_are_a_pace_apart()
    {
        Assert.Equal((5, 100), (_pace.Rate, _pace.NextSend));
        _pace.OnSend(100, isPaced: true);
        Assert.Equal(100.2, _pace.NextSend, 6);
        _pace.OnSend(100.2, isPaced: true);
        Assert.Equal(100.4, _pace.NextSend, 6);
    }

    [Fact]
    public void A_late_timer_is_made_up_for_by_at_most_20_ms()
    {
        _pace.OnSend(100.01, isPaced: true);
        Assert.Equal(100.2, _pace.NextSend, 6);

        _pace.OnSend(101, isPaced: true);
        Assert.Equal(101.18, _pace.NextSend, 6);
    }

    [Fact]
    public void A_send_that_need_not_be_paced_moves_nothing()
    {
        _pace.OnSend(150, isPaced: false);

        Assert.Equal((100, 5), (_pace.NextSend, _pace.Rate));
    }

    [Fact]
    public void Raises_halve_the_distance_to_the_ceiling_and_go_on_in_steps_that_double_up_to_a_half()
    {
        List<double> rates = [];
        for (var raise = 1; raise <= 8; raise++)
        {
            Use(sends: 500, until: 100 + (2 * raise));
            rates.Add(_pace.Rate);
        }

        // Halfway, halfway, then 12 %, 24 %, 48 % and 50 % more.
        double[] expected = [7.0711, 8.4090, 9.4180, 11.6784, 17.2840, 25.926, 38.889, 58.3335];
        Assert.Equal(expected, rates.Select(rate => Math.Round(rate, 4)));
    }

    [Theory]
    [InlineData(8, true)]
    [InlineData(7, false)]
    public void Only_a_pace_that_is_used_is_raised(int sends, bool isRaised)
    {
        Use(sends, until: 102);

        Assert.Equal(isRaised, _pace.Rate > 5);
    }

    [Fact]
    public void What_was_sent_before_does_not_count_for_the_next_raise()
    {
        Use(7, until: 102);
        Use(7, until: 104);

        Assert.Equal(5, _pace.Rate);
    }

    [Fact]
    public void There_are_two_seconds_between_raises()
    {
        Use(20, until: 101.99);
        Assert.Equal(5, _pace.Rate);

        Use(1, until: 102);
        Assert.Equal(7.0711, _pace.Rate, 4);

        Use(500, until: 103.99);
        Assert.Equal(7.0711, _pace.Rate, 4);
    }

    [Fact]
    public void A_pause_counts_towards_no_raise()
    {
        Use(20, until: 101.5);

        _pace.ResumeAt(101.6);

        Use(1, until: 102);
        Assert.Equal(5, _pace.Rate);
        Use(1, until: 103.7);
        Assert.Equal(5, _pace.Rate);
    }

    [Fact]
    public void A_push_back_makes_the_refused_rate_the_ceiling_and_the_steps_small_again()
    {
        for (var raise = 1; raise <= 5; raise++)
            Use(500, until: 100 + (2 * raise));
        Assert.Equal(17.284, _pace.Rate, 4);

        _pace.OnTooFast(passed: 0.1);
        var cut = _pace.Rate;
        _pace.ResumeAt(112);
        Use(500, until: 114);
        var halfway = _pace.Rate;
        Use(500, until: 116);

        Assert.Equal(17.284 / 2, cut, 4);
        Assert.Equal(Math.Sqrt(cut * 17.284), halfway, 3);
        Assert.Equal(Math.Sqrt(halfway * 17.284), _pace.Rate, 3);
    }

    [Fact]
    public void After_a_shallow_cut_the_first_step_is_three_percent()
    {
        _pace.OnTooFast(passed: 10_000);
        Assert.Equal(4.85, _pace.Rate, 6);
        _pace.ResumeAt(112);

        Use(500, until: 114);

        // Halfway to 5 is 4.924: less than 3 % more.
        Assert.Equal(4.9955, _pace.Rate, 4);
    }

    private void Use(int sends, double until)
    {
        for (var i = 0; i < sends; i++)
        {
            var now = i < sends - 1 ? until - 0.001 : until;
            _pace.OnSend(now, isPaced: true);
            if (_pace.IsRaiseDue(now))
                _pace.Raise(now);
        }
    }
}
