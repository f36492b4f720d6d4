using System.Net;
using ProductApi.Client.Pipeline;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

public sealed class GatePushbackTests : GateTest
{
    [Fact]
    public void Without_push_backs_everybody_up_to_MaxConcurrency_may_send_at_once()
    {
        Assert.Equal(Enumerable.Range(1, 20).Select(i => (long)i), EnterMany(20));

        Assert.Equal(0, Now);
        Assert.False(Gate.IsHeld);
        Assert.Equal(new ThrottleReport(0, TimeSpan.Zero, null), Gate.Report);
    }

    [Fact]
    public void Who_finds_no_room_looks_again_until_somebody_is_done()
    {
        EnterMany(20);
        var waiting = Gate.EnterAsync(long.MaxValue, CancellationToken.None).AsTask();
        Pass(0.22);
        Assert.False(waiting.IsCompleted);

        Gate.OnAbandoned();

        Assert.Equal(21, Time.Run(() => waiting).Sequence);
        Assert.Equal(0.25, Now, 6);
        Assert.Equal(0.25, Gate.Report.HeldBack.TotalSeconds, 6);
    }

    [Fact]
    public void Every_way_to_end_a_send_gives_its_place_back()
    {
        EnterMany(20);
        Gate.OnAbandoned();
        Gate.OnItemAtFault(null);
        End(3, AttemptOutcome.Hopeless);

        EnterMany(3);

        Assert.Equal(0, Now);
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    public void A_Retry_After_above_a_second_holds_everybody_and_its_item_for_a_second_more(HttpStatusCode status)
    {
        EnterMany(2);

        var wait = End(2, AttemptClassifier.Classify(status), retryAfter: 3);

        Assert.Equal(1, wait.TotalSeconds);
        Assert.True(Gate.IsHeld);
        Enter();
        Assert.Equal(3, Now, 6);
        Assert.False(Gate.IsHeld);
        Assert.Equal((1, 3), (Gate.Report.Pushbacks, Gate.Report.HeldBack.TotalSeconds));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0.5)]
    [InlineData(0)]
    public void A_Retry_After_of_a_second_or_less_binds_its_item_alone(double retryAfter)
    {
        EnterMany(2);

        var wait = End(2, AttemptOutcome.Throttled, retryAfter);

        Assert.Equal(retryAfter, wait.TotalSeconds);
        Enter();
        Assert.InRange(Now, 0.02, 0.1);
    }

    [Fact]
    public void A_first_send_that_is_told_to_wait_holds_everybody_however_short_the_wait()
    {
        Enter();

        End(1, AttemptOutcome.Throttled, retryAfter: 0.9);

        Enter();
        Assert.Equal(0.9, Now, 6);
    }

    [Fact]
    public void A_refused_send_makes_a_pace_that_the_next_sends_keep()
    {
        EnterMany(20);
        Pass(2);
        Finish(AttemptOutcome.Served, 1, 2, 3, 4);
        End(5, AttemptOutcome.Throttled);
        Assert.Equal(5, Gate.Report.Pace);

        Enter();
        Assert.Equal(2.2, Now, 2);
        Enter();
        Assert.Equal(2.4, Now, 2);
        Enter();
        Assert.Equal(2.6, Now, 2);
    }

    [Fact]
    public void A_host_that_says_there_is_plenty_of_room_is_not_paced()
    {
        EnterMany(20);
        Pass(2);
        End(1, AttemptOutcome.Served, quota: QuotaOf(1000, 60));
        Finish(AttemptOutcome.Served, 2, 3, 4);
        End(5, AttemptOutcome.Throttled);

        EnterMany(5);

        Assert.Equal(2.2, Now, 6);
    }

    [Fact]
    public void A_shorter_hold_does_not_shorten_a_longer_one()
    {
        EnterMany(3);
        End(2, AttemptOutcome.Throttled, retryAfter: 10);
        End(3, AttemptOutcome.Throttled, retryAfter: 2);

        Enter();

        Assert.Equal(10, Now, 6);
        Assert.Equal(2, Gate.Report.Pushbacks);
    }

    [Theory]
    [InlineData(600, null)]
    [InlineData(601, FetchErrorKind.RateLimited)]
    public void A_wait_beyond_MaxRetryAfter_is_refused_to_everybody_at_once(double retryAfter, FetchErrorKind? kind)
    {
        EnterMany(2);

        var wait = End(2, AttemptOutcome.Throttled, retryAfter);

        var admission = Enter();
        Assert.Equal(kind, admission.Refusal?.Kind);
        if (kind is not null)
            Assert.Equal((0, 0, 601), (wait.TotalSeconds, admission.Sequence, admission.Refusal!.Wait.TotalSeconds));
        else
            Assert.Equal((1, 600), (wait.TotalSeconds, Now));
    }

    [Fact]
    public void Without_patience_for_announced_waits_even_a_short_one_binds_everybody()
    {
        Options.MaxRetryAfter = TimeSpan.Zero;
        EnterMany(2);

        var wait = End(2, AttemptOutcome.Throttled, retryAfter: 0.5);

        Assert.Equal(TimeSpan.Zero, wait);
        Assert.Equal((FetchErrorKind.RateLimited, 0.5), (Enter().Refusal!.Kind, Enter().Refusal!.Wait.TotalSeconds));
        Pass(0.5);
        Assert.Null(Enter().Refusal);
    }

    [Fact]
    public void An_item_at_fault_gives_its_pace_back()
    {
        EnterMany(20);
        Pass(2);
        End(5, AttemptOutcome.Throttled);
        Assert.Equal(5, Gate.Report.Pace);

        Gate.OnItemAtFault(9);
        Assert.Equal(9, Gate.Report.Pace);

        Gate.OnItemAtFault(null);
        Assert.Null(Gate.Report.Pace);
    }

    [Fact]
    public void A_busy_host_that_has_been_quiet_for_two_seconds_is_an_outage_without_a_pace()
    {
        EnterMany(20);
        Pass(2);
        End(5, AttemptOutcome.Busy);
        Assert.Equal(5, Gate.Report.Pace);
        Pass(0.5);

        End(6, AttemptOutcome.Busy);

        Assert.Null(Gate.Report.Pace);
    }

    [Fact]
    public void An_items_own_wait_is_rounded_up_to_milliseconds()
    {
        Time.Run(() => Gate.DelayAsync(TimeSpan.FromSeconds(0.0204), CancellationToken.None));

        Assert.Equal(0.021, Now, 6);
    }

    private void Finish(AttemptOutcome outcome, params int[] sequences)
    {
        foreach (var sequence in sequences)
            End(sequence, outcome);
    }
}
