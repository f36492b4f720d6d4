using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

/// <summary>Worked examples: a burst of 20 requests makes a ceiling of 200 and a pace of 100 a second.</summary>
public sealed class PaceTests
{
    private readonly Pace _pace = new();

    [Fact]
    public void Nothing_is_known_before_the_first_push_back()
    {
        _pace.OnSend(3, isPaced: false);

        Assert.False(_pace.IsKnown);
        Assert.Equal((double.PositiveInfinity, 0, 0), (_pace.Rate, _pace.NextSend, _pace.PauseUntil));
    }

    [Fact]
    public void The_first_push_back_halves_the_busiest_moment()
    {
        LearnHundred();

        Assert.True(_pace.IsKnown);
        Assert.Equal(100, _pace.Rate, 6);
    }

    [Theory]
    [InlineData(81, 90)]
    [InlineData(200, 97)]
    [InlineData(99.9, 97)]
    [InlineData(1, 50)]
    public void A_further_push_back_cuts_to_the_mean_of_what_was_refused_and_what_passed(double passed, double expected)
    {
        LearnHundred();

        _pace.OnTooFast(passed);

        Assert.Equal(expected, _pace.Rate, 6);
    }

    [Fact]
    public void Pauses_without_a_hint_double_up_to_five_seconds()
    {
        List<double> pauses = [];
        for (var doublings = 1; doublings <= 40; doublings++)
        {
            var now = 100.0 * doublings;
            _pace.Pause(now, atLeast: 0, doublings);
            pauses.Add(Math.Round(_pace.PauseUntil - now, 6));
        }

        Assert.Equal([0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5, 5], pauses.Take(9));
        Assert.Equal(5, pauses[^1]);
    }

    [Fact]
    public void A_slow_pace_pauses_for_one_of_its_intervals()
    {
        _pace.Set(2);

        _pace.Pause(10, atLeast: 0, doublings: 0);

        Assert.Equal((10.5, 10.5), (_pace.PauseUntil, _pace.NextSend));
    }

    [Fact]
    public void A_pause_that_was_asked_for_is_the_least()
    {
        _pace.Pause(10, atLeast: 30, doublings: 0);
        Assert.Equal(40, _pace.PauseUntil);

        _pace.Pause(11, atLeast: 1, doublings: 0);
        Assert.Equal(40, _pace.PauseUntil);
    }

    [Fact]
    public void A_pause_that_ends_with_the_last_one_changes_nothing()
    {
        _pace.Pause(10, atLeast: 30, doublings: 0);
        _pace.ResumeAt(45);

        _pace.Pause(11, atLeast: 29, doublings: 0);

        Assert.Equal((40, 45), (_pace.PauseUntil, _pace.NextSend));
    }

    [Fact]
    public void What_another_rule_knows_is_the_pace_and_the_ceiling_at_least()
    {
        _pace.Set(10);
        _pace.Set(8);

        // Halfway to the ceiling.
        Use(100, until: 100);
        _pace.Raise(100);
        Assert.Equal(Math.Sqrt(80), _pace.Rate, 6);
    }

    [Fact]
    public void What_was_forgotten_is_learned_anew_from_what_was_sent_since()
    {
        LearnHundred();

        _pace.Forget();

        Assert.False(_pace.IsKnown);
        for (var i = 0; i < 4; i++)
            _pace.OnSend(50, isPaced: false);
        _pace.OnTooFast(passed: 1);
        Assert.Equal(20, _pace.Rate, 6);
    }

    [Theory]
    [InlineData(2, 4, 50)]
    [InlineData(4, 4, 100)]
    [InlineData(60, 4, 100)]
    [InlineData(0, 4, 0)]
    public void What_refills_during_an_announced_wait_is_sent_without_a_pace(double wait, double length, int free)
    {
        Assert.False(_pace.Refill(wait, passed: 100, length));

        for (var i = 0; i < free; i++)
        {
            Assert.True(_pace.IsFree);
            _pace.OnSend(100, isPaced: false);
        }

        Assert.False(_pace.IsFree);
    }

    [Fact]
    public void A_push_back_in_the_midst_of_a_refill_is_known_as_one()
    {
        _pace.Refill(wait: 2, passed: 100, length: 2);

        Assert.True(_pace.Refill(wait: 0, passed: 100, length: 2));
        Assert.False(_pace.IsFree);
    }

    private void LearnHundred()
    {
        for (var i = 0; i < 20; i++)
            _pace.OnSend(10, isPaced: false);
        _pace.OnTooFast(passed: 7);
    }

    private void Use(int sends, double until)
    {
        for (var i = 0; i < sends; i++)
            _pace.OnSend(until, isPaced: true);
    }
}
