using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

public sealed class BusiestTests
{
    private readonly Busiest _busiest = new();

    [Fact]
    public void It_is_one_request_per_second_at_least()
    {
        Assert.Equal(1, _busiest.Rate);
    }

    [Fact]
    public void A_burst_counts_as_a_tenth_of_a_second()
    {
        Send(20, at: 10);

        Assert.Equal(200, _busiest.Rate, 6);
    }

    [Fact]
    public void A_steady_flow_is_seen_over_two_moments()
    {
        for (var i = 0; i < 100; i++)
            Send(1, 10 + (0.02 * i));

        // The first moment is seen alone, and sends fall on its edge.
        Assert.InRange(_busiest.Rate, 50, 60);
    }

    [Fact]
    public void An_idle_hour_is_not_averaged_in()
    {
        Send(20, at: 0);
        Send(1, at: 3600);

        Assert.Equal(200, _busiest.Rate, 6);
    }

    [Fact]
    public void A_second_moment_counts_with_the_one_before()
    {
        Send(10, at: 0);
        Send(10, at: 0.15);

        // 20 in 0.15 s.
        Assert.Equal(20 / 0.15, _busiest.Rate, 6);
    }

    [Fact]
    public void A_moment_after_idle_time_counts_in_full_from_its_first_request()
    {
        Send(1, at: 10);
        Send(19, at: 10.0625);

        Assert.Equal(200, _busiest.Rate, 6);
    }

    [Fact]
    public void A_request_at_the_very_end_of_a_moment_belongs_to_the_next_one()
    {
        Send(1, at: 0);
        Send(20, at: 0.1);
        Send(20, at: 0.25);

        // The moments begin at 0, 0.1 and 0.2: 40 in 0.15 s.
        Assert.Equal(40 / 0.15, _busiest.Rate, 6);
    }

    [Theory]
    [InlineData(0.4)]
    [InlineData(1)]
    [InlineData(3600)]
    public void Two_moments_after_a_moment_began_it_does_not_count_any_more(double at)
    {
        Send(1, at: 0.1);
        Send(20, at: 0.28);

        Send(10, at);

        // The moments begin at 0.1 and 0.2: 21 in 0.18 s. The last ten are 100 per second.
        Assert.Equal(21 / 0.18, _busiest.Rate, 6);
    }

    private void Send(int count, double at)
    {
        for (var i = 0; i < count; i++)
            _busiest.OnSend(at);
    }
}
