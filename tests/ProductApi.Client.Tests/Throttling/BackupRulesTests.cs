using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

public sealed class BackupRulesTests
{
    private readonly BackupRules _rules = new();

    [Fact]
    public void Nothing_is_late_before_twenty_were_served()
    {
        Serve(19, 0.2);
        Assert.False(_rules.IsLate(3600));

        Serve(1, 0.2);
        Assert.True(_rules.IsLate(3600));
    }

    [Theory]
    [InlineData(0.2, 0.59, false)]
    [InlineData(0.2, 0.61, true)]
    [InlineData(0.02, 0.24, false)]
    [InlineData(0.02, 0.26, true)]
    [InlineData(5, 14, false)]
    [InlineData(0.25, 0.75, true)]
    [InlineData(0.0625, 0.25, true)]
    public void Late_is_three_times_as_long_as_others_and_at_least_a_quarter_of_a_second(double latency, double age, bool isLate)
    {
        Serve(50, latency);

        Assert.Equal(isLate, _rules.IsLate(age));
    }

    [Fact]
    public void A_few_that_took_long_change_nothing()
    {
        Serve(191, 0.2);
        Serve(9, 5);

        Assert.True(_rules.IsLate(0.61));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(185)]
    [InlineData(191)]
    public void It_does_not_matter_when_those_were_served_that_took_long(int before)
    {
        Serve(before, 0.2);
        Serve(9, 5);
        Serve(191 - before, 0.2);

        Assert.True(_rules.IsLate(0.61));
    }

    [Fact]
    public void Where_one_in_ten_takes_long_that_is_not_late()
    {
        Serve(180, 0.2);
        Serve(20, 1);

        Assert.False(_rules.IsLate(2.9));
    }

    [Fact]
    public void One_of_the_first_twenty_may_have_taken_long()
    {
        Serve(19, 0.2);
        Serve(1, 5);

        Assert.True(_rules.IsLate(0.61));
    }

    [Fact]
    public void Only_the_last_two_hundred_count()
    {
        Serve(500, 0.2);
        Serve(200, 1);

        Assert.False(_rules.IsLate(2.9));
        Assert.True(_rules.IsLate(3.1));
    }

    [Fact]
    public void One_is_allowed_for_fifty_that_were_served()
    {
        Assert.Equal(1, Take(20));

        Serve(49, 0.2);
        Assert.Equal(0, Take(20));

        Serve(101, 0.2);
        Assert.Equal(3, Take(20));
    }

    [Fact]
    public void Each_run_may_have_one_even_if_those_before_have_used_the_budget_up()
    {
        Take(20);

        Assert.True(_rules.TryTake(isFirst: true));
        Assert.False(_rules.TryTake(isFirst: true));
    }

    [Fact]
    public void No_more_than_ten_are_saved_up()
    {
        Serve(100_000, 0.2);

        Assert.Equal(11, Take(1000));
    }

    [Fact]
    public void One_that_was_not_sent_costs_nothing()
    {
        Take(20);
        _rules.GiveBack();

        Assert.Equal(1, Take(20));
    }

    private void Serve(int times, double seconds)
    {
        for (var i = 0; i < times; i++)
            _rules.OnServed(seconds);
    }

    private int Take(int tries) => Enumerable.Range(0, tries).Count(_ => _rules.TryTake(isFirst: false));
}
