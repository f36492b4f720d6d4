namespace ProductApi.Client.Tests.Throttling;

/// <summary>What is a limit, what is counted without a pace, how much noise is known.</summary>
public sealed class NoiseTests : NoiseTest
{
    // More than three refusals above what is explained.
    private const double Cluster = 3 + 1e-6;

    [Theory]
    [InlineData("xxxxx", false)]
    [InlineData("xxxxxx", true)]
    [InlineData("xxx.xxx", true)]
    [InlineData("xxx.xxx.xxx", true)]
    [InlineData("xx..xx..xx..xx..", false)]
    [InlineData("x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.", true)]
    [InlineData("x..x..x..x..x..x..x..x..x..", false)]
    public void Without_a_pace_only_a_cluster_is_a_limit(string sends, bool isLimit)
    {
        Send(sends, isPaceKnown: false);

        Assert.Equal(isLimit, IsLimit(sends, isPaceKnown: false));
    }

    [Theory]
    [InlineData("xxxxx", false)]
    [InlineData("xxxxxx", true)]
    [InlineData("xxx.xxx", false)]
    public void Without_a_pace_known_noise_explains_more(string sends, bool isLimit)
    {
        LearnNoise();

        Send(sends, isPaceKnown: false);

        // 1/8 and 0.4 x 7/8 of each send is explained: six in a row are 6 x 0.525 above it, five are 5 x 0.525.
        Assert.Equal(isLimit, IsLimit(sends, isPaceKnown: false));
    }

    [Fact]
    public void Refusals_of_former_cycles_do_not_count()
    {
        Send("xxxxxx", isPaceKnown: false);

        Assert.False(Noise.IsLimit(first: 3, Last, isPaceKnown: false));
    }

    [Fact]
    public void Only_the_last_sixty_four_sends_are_looked_at()
    {
        Send(Refused(6) + Served(58), isPaceKnown: false);
        Assert.True(Noise.IsLimit(first: 1, Last, isPaceKnown: false));

        // Four of the six are left.
        Send("xx", isPaceKnown: false);
        Assert.False(Noise.IsLimit(first: 1, Last, isPaceKnown: false));
    }

    [Fact]
    public void A_refusal_that_comes_sixty_four_sends_late_is_not_taken_for_one_of_the_last_send()
    {
        Send(Served(59) + "xxxxx.", isPaceKnown: false);

        Noise.OnRefused(Now, number: Last - 64, Last, isRated: false);

        Assert.False(Noise.IsLimit(first: 1, Last, isPaceKnown: false));
    }

    [Fact]
    public void With_a_pace_every_refusal_is_above_it_while_no_noise_is_known()
    {
        Send(".x", isPaceKnown: true);

        Assert.True(Noise.IsLimit(first: 1, Last, isPaceKnown: true));
    }

    [Theory]
    [InlineData("x.......x.......", false)]
    [InlineData("x...x...x...x...x...x...", false)]
    [InlineData("xxxx", false)]
    [InlineData("xxxxx", true)]
    public void With_a_pace_twice_the_known_noise_is_explained(string sends, bool isLimit)
    {
        LearnNoise();

        Send(sends, isPaceKnown: true);

        // A quarter of each send: four in a row are 4 x 3/4 above it.
        Assert.Equal(isLimit, IsLimit(sends, isPaceKnown: true));
    }

    [Theory]
    [InlineData("xxx..xxx", false)]
    [InlineData("xxx.xxx", true)]
    public void Refusals_that_are_spared_come_on_top_of_a_cluster(string sends, bool isLimit)
    {
        LearnNoise();

        Send(sends, isPaceKnown: true);

        // Four are allowed above a quarter of each send: 6 x 3/4 - 2 x 1/4 are not more.
        Assert.Equal(isLimit, IsLimit(sends, isPaceKnown: true, spare: 4 - Cluster));
    }

    [Theory]
    [InlineData(2, 0, false)]
    [InlineData(3, 0, true)]
    [InlineData(3, 1, false)]
    [InlineData(4, 1, true)]
    public void Without_a_pace_three_refusals_of_sixty_four_that_are_not_spared_start_a_trial(int refused, double spare, bool isTrial)
    {
        Send(Refused(refused) + Served(64 - refused), isPaceKnown: false, spare: spare);

        Assert.Equal(isTrial, Noise.IsTrial);
    }

    [Theory]
    [InlineData(12, false)]
    [InlineData(13, true)]
    public void Without_a_pace_more_than_one_and_a_half_times_the_known_noise_starts_a_trial(int refused, bool isTrial)
    {
        LearnNoise();

        Send(Refused(refused) + Served(64 - refused), isPaceKnown: false);

        // 1.5 x 1/8 of 64 sends are 12.
        Assert.Equal(isTrial, Noise.IsTrial);
    }

    [Fact]
    public void Without_a_pace_every_sixty_four_sends_are_counted_anew()
    {
        Send("xx" + Served(62), isPaceKnown: false);
        Send("xx" + Served(62), isPaceKnown: false);

        Assert.False(Noise.IsTrial);
    }

    [Theory]
    [InlineData(64, false)]
    [InlineData(65, true)]
    public void A_late_refusal_does_not_count_among_sends_that_left_later(long number, bool isTrial)
    {
        Send(Served(64), isPaceKnown: false);
        Send(".xx", isPaceKnown: false);

        Noise.OnRefused(Now, number, Last, isRated: false);

        Send(Served(61), isPaceKnown: false);
        Assert.Equal(isTrial, Noise.IsTrial);
    }

    [Fact]
    public void What_was_counted_before_an_outage_is_forgotten()
    {
        Send("xxx" + Served(29), isPaceKnown: false);

        Noise.Reset(Now, Last);

        Send(Served(63), isPaceKnown: false);
        Assert.False(Noise.IsTrial);
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(2 + Interval, false)]
    [InlineData(3600, false)]
    public void What_was_counted_before_a_gap_of_more_than_two_seconds_is_forgotten(double gap, bool isCounted)
    {
        Send("xxx" + Served(29), isPaceKnown: false);
        Now += gap - Interval;

        Send(Served(32), isPaceKnown: false);

        Assert.Equal(isCounted, Noise.IsTrial);
    }

    [Fact]
    public void The_send_that_ends_a_gap_is_the_first_that_counts()
    {
        Send(".", isPaceKnown: false);
        Now += 3;

        Send("xxx" + Served(60), isPaceKnown: false);
        Assert.False(Noise.IsTrial);

        Send(".", isPaceKnown: false);
        Assert.True(Noise.IsTrial);
    }

    [Fact]
    public void A_raise_may_lower_the_noise()
    {
        LearnNoise();

        Raise(after: "x" + Served(63));

        // 24 sends of which an eighth was refused, and 64 of which one was.
        Assert.Equal(4.0 / 88, Noise.Share, 12);
    }

    [Theory]
    [InlineData("x.......")]
    [InlineData("xxxxx.....")]
    public void A_raise_never_adds_to_the_noise_nor_to_the_sends_it_was_found_in(string after)
    {
        LearnNoise();

        Raise(after);
        Assert.Equal(1.0 / 8, Noise.Share);

        Raise(after: Served(64));
        Assert.Equal(3.0 / 88, Noise.Share, 12);
    }

    [Theory]
    [InlineData(200, 1.0 / 200)]
    [InlineData(201, 0)]
    public void Noise_of_less_than_half_a_percent_is_none(int sends, double share)
    {
        LearnNoise();

        // Two hundred sends or more count alone.
        Raise(after: "xx" + Served(254));
        Assert.Equal(1.0 / 128, Noise.Share);
        Raise(after: "x" + Served(sends - 1));

        Assert.Equal(share, Noise.Share);
    }

    [Fact]
    public void Noise_that_has_ended_is_forgotten_raise_by_raise()
    {
        LearnNoise();

        for (var i = 0; i < 40; i++)
            Raise(after: Served(50));

        Assert.Equal(0, Noise.Share);
    }

    private bool IsLimit(string sends, bool isPaceKnown, double spare = 0) =>
        Noise.IsLimit(Last - sends.Length + 1, Last, isPaceKnown, spare);
}
