using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

/// <summary>Worked examples: 20 requests in two seconds, the fifth refused, make a ceiling of 10 and a pace of 5 a second.</summary>
public sealed class PaceTests
{
    private readonly Pace _pace = new();

    [Fact]
    public void Nothing_is_known_before_the_first_push_back()
    {
        _pace.OnSend(now: 3, isPaced: false);
        _pace.OnServed();

        Assert.False(_pace.IsKnown);
        Assert.Equal((double.PositiveInfinity, 0, 1), (_pace.Rate, _pace.NextSend, _pace.FirstOfCycle));
    }

    [Fact]
    public void The_first_push_back_halves_what_was_sent_a_second()
    {
        var pause = LearnFive();

        Assert.True(_pace.IsKnown);
        Assert.Equal((5, 0.2, 21), (_pace.Rate, pause, _pace.FirstOfCycle));
    }

    [Theory]
    [InlineData(10.1)]
    [InlineData(10.01)]
    [InlineData(10)]
    public void A_first_burst_counts_as_a_tenth_of_a_second(double refusedAt)
    {
        _pace.OnSend(10, isPaced: false);

        var pause = _pace.OnPushback(refusedAt, sequence: 5, lastSequence: 20);

        Assert.Equal((100, 0.02), (_pace.Rate, pause), new Close());
    }

    [Fact]
    public void A_refused_first_send_tells_nothing_about_the_pace_and_doubles_the_pause_up_to_five_seconds()
    {
        List<double> pauses = [];
        for (var sequence = 1; sequence <= 40; sequence++)
        {
            _pace.OnSend(sequence, isPaced: false);
            pauses.Add(_pace.OnPushback(sequence, sequence, sequence));
        }

        Assert.False(_pace.IsKnown);
        Assert.Equal(41, _pace.FirstOfCycle);
        Assert.Equal([0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5, 5], pauses.Take(9), new Close());
        Assert.Equal(5, pauses[^1]);
    }

    [Fact]
    public void A_cut_ends_the_doubling_of_pauses()
    {
        LearnFive();
        Assert.Equal(0.4, _pace.OnPushback(13, sequence: 21, lastSequence: 21), 6);
        Assert.Equal(0.8, _pace.OnPushback(14, sequence: 22, lastSequence: 22), 6);

        _pace.OnPushback(16, sequence: 30, lastSequence: 30);

        Assert.Equal(2 / _pace.Rate, _pace.OnPushback(17, sequence: 31, lastSequence: 31), 6);
    }

    [Fact]
    public void An_echo_of_the_cycle_before_costs_nothing()
    {
        LearnFive();

        var pause = _pace.OnPushback(12.1, sequence: 20, lastSequence: 20);

        Assert.Equal((5, 0.2, 21), (_pace.Rate, pause, _pace.FirstOfCycle));
    }

    [Theory]
    [InlineData(16, 4.4721)]
    [InlineData(20, 4.85)]
    [InlineData(40, 4.85)]
    [InlineData(0, 2.5)]
    public void A_further_push_back_cuts_the_pace_by_how_much_too_fast_it_was(int servedInFourSeconds, double expected)
    {
        LearnFive();
        for (var i = 0; i < servedInFourSeconds; i++)
            _pace.OnServed();

        _pace.OnPushback(16, sequence: 40, lastSequence: 41);

        Assert.Equal(expected, _pace.Rate, 4);
        Assert.Equal(42, _pace.FirstOfCycle);
    }

    [Fact]
    public void Of_a_host_that_served_nothing_a_slow_pace_is_half_a_request_in_the_time()
    {
        LearnFive();
        List<double> rates = [];
        for (var i = 0; i < 3; i++)
        {
            _pace.OnPushback(16 + i, 40 + (10 * i), 40 + (10 * i));
            rates.Add(Math.Round(_pace.Rate, 4));
        }

        // The last: 1.25 is 2.5 times as fast as half a request in a second.
        Assert.Equal([2.5, 1.25, 0.7906], rates);
    }

    [Fact]
    public void A_cycle_counts_what_was_served_in_it_alone()
    {
        LearnFive();
        for (var i = 0; i < 100; i++)
            _pace.OnServed();
        _pace.OnPushback(16, 40, 40);
        Assert.Equal(4.85, _pace.Rate, 6);

        _pace.OnPushback(20, 60, 60);

        Assert.Equal(2.425, _pace.Rate, 6);
    }

    [Fact]
    public void An_outage_makes_the_pace_unknown_again()
    {
        LearnFive();
        _pace.OnServed();

        _pace.Forget(lastSequence: 30);

        Assert.False(_pace.IsKnown);
        Assert.Equal(31, _pace.FirstOfCycle);
        _pace.OnSend(100, isPaced: false);
        _pace.OnPushback(101, 35, 40);
        Assert.Equal(5, _pace.Rate);
    }

    [Theory]
    [InlineData(8.0, 8)]
    [InlineData(3.0, 5)]
    [InlineData(null, double.PositiveInfinity)]
    public void What_an_item_has_cost_comes_back(double? before, double expected)
    {
        LearnFive();

        _pace.Restore(before, lastSequence: 30);

        Assert.Equal(expected, _pace.Rate);
        Assert.Equal(before is null ? 31 : 21, _pace.FirstOfCycle);
    }

    private double LearnFive()
    {
        for (var i = 0; i < 20; i++)
            _pace.OnSend(10 + (i * 0.1), isPaced: false);
        return _pace.OnPushback(12, sequence: 5, lastSequence: 20);
    }

    private sealed class Close : IEqualityComparer<double>, IEqualityComparer<(double, double)>
    {
        public bool Equals(double x, double y) => Math.Abs(x - y) < 1e-6;

        public bool Equals((double, double) x, (double, double) y) => Equals(x.Item1, y.Item1) && Equals(x.Item2, y.Item2);

        public int GetHashCode(double number) => 0;

        public int GetHashCode((double, double) numbers) => 0;
    }
}
