namespace ProductApi.Client.Tests.Throttling;

/// <summary>How long is the host waited for?</summary>
public sealed class HostHealthPatienceTests : HostHealthTest
{
    [Fact]
    public void A_standstill_of_the_process_is_not_counted_as_patience()
    {
        Host.OnStep(0);
        for (var i = 0; i < 8; i++)
            Fail(0);
        Host.OnStep(10);
        Host.OnStep(10 + 50);

        Assert.False(Host.IsPatienceOver(109));
        Assert.True(Host.IsPatienceOver(111));
    }

    [Fact]
    public void Ten_minutes_after_the_last_step_an_outage_is_forgotten()
    {
        Host.OnStep(0);
        for (var i = 0; i < 8; i++)
            Fail(0);
        Host.OnTimeout(0.1, leftAt: 0);
        Assert.Equal((true, 4), (Host.IsDown, Host.Limit));

        Host.OnStep(590);
        Assert.True(Host.IsDown);
        Host.OnStep(1_200);

        Assert.Equal((false, true, 8), (Host.IsDown, Host.IsWell, Host.Limit));
    }

    [Fact]
    public void Patience_is_over_so_long_after_the_first_failure()
    {
        GoDown(10);

        Assert.False(Host.IsPatienceOver(70));
        Assert.True(Host.IsPatienceOver(70.1));
    }

    [Fact]
    public void Whoever_is_told_to_wait_is_patient_for_as_long_as_is_waited_for()
    {
        GoDown(10);
        Host.OnToldToWait();

        Assert.False(Host.IsPatienceOver(110));
        Assert.True(Host.IsPatienceOver(110.1));
    }

    [Fact]
    public void Fewer_than_eight_failures_end_no_patience()
    {
        for (var i = 0; i < 7; i++)
            Fail(10);

        Assert.False(Host.IsPatienceOver(1000));
    }

    [Theory]
    [InlineData(72, 7, false)]
    [InlineData(72.5, 7, true)]
    [InlineData(72.5, 0, true)]
    [InlineData(72.5, 8, false)]
    public void Two_seconds_after_patience_who_came_before_the_last_failure_is_not_waited_for(double now, long failuresBefore, bool isOver)
    {
        GoDown(10);

        Assert.Equal(isOver, Host.IsPatienceLongOver(now, failuresBefore));
    }

    [Fact]
    public void Failures_are_counted_for_good()
    {
        GoDown(10);
        Serve(11);
        Fail(12);

        Assert.Equal(9, Host.Failures);
    }

    [Theory]
    [InlineData(12, 0, true)]
    [InlineData(12.5, 22.5, false)]
    public void The_process_stood_still_if_nothing_happened_for_longer_than_an_attempt_and_two_seconds(
        double gap, double resumedAt, bool isPatienceOver)
    {
        Host.OnStep(10);
        GoDown(10);

        Host.OnStep(10 + gap);

        Assert.Equal(resumedAt, Host.ResumedAt);
        Assert.Equal(isPatienceOver, Host.IsPatienceOver(70.5));
    }

    [Theory]
    [InlineData(600, true)]
    [InlineData(600.5, false)]
    public void An_outage_is_remembered_for_ten_minutes_without_a_step(double now, bool isDown)
    {
        Host.OnStep(0);
        GoDown(0);

        Host.OnStep(now);

        Assert.Equal(isDown, Host.IsDown);
    }

    [Fact]
    public void With_an_outage_it_is_forgotten_that_a_wait_was_announced()
    {
        Host.OnStep(0);
        GoDown(0);
        Host.OnToldToWait();

        Host.OnStep(1_000);

        GoDown(1_000);
        Assert.False(Host.IsPatienceOver(1_060));
        Assert.True(Host.IsPatienceOver(1_060.5));
    }
}
