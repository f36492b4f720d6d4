using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

public sealed class GateOutageTests : GateTest
{
    [Fact]
    public void Eight_failures_hold_everybody_until_the_next_probe_is_due()
    {
        Fail(7);
        Assert.False(Gate.IsHeld);

        Fail(1);

        Assert.True(Gate.IsHeld);
        Assert.Equal(8, Gate.Failures);
        Enter();
        Assert.Equal(0.5, Now, 6);
    }

    [Fact]
    public void Beside_a_probe_nobody_sends_for_half_a_second()
    {
        Fail(8);
        Enter();
        Enter();

        Assert.Equal(1, Now, 6);
    }

    [Fact]
    public void A_success_lets_everybody_in_at_once()
    {
        Fail(8);
        End(Enter().Sequence, AttemptOutcome.Served);

        EnterMany(20);

        Assert.Equal(0.5, Now, 6);
        Assert.False(Gate.IsHeld);
    }

    [Fact]
    public void Whether_the_host_counts_as_down_is_the_answer_to_a_failure()
    {
        Assert.All(Enumerable.Range(0, 7), _ => Assert.False(Gate.OnFailedAttempt(AttemptOutcome.Faulted, false, null)));
        Assert.True(Gate.OnFailedAttempt(AttemptOutcome.Faulted, false, null));
        Assert.True(Gate.OnFailedAttempt(AttemptOutcome.Faulted, false, null));
    }

    [Fact]
    public void An_outage_makes_the_pace_unknown()
    {
        EnterMany(20);
        Pass(2);
        End(5, AttemptOutcome.Throttled);
        Assert.NotNull(Gate.Report.Pace);

        Fail(8);

        Assert.Null(Gate.Report.Pace);
    }

    [Fact]
    public void Begin_and_end_of_an_outage_are_told_once()
    {
        Pass(5);
        Fail(20);
        Pass(10);
        Serve();
        Serve();

        Assert.Equal(
            [
                "https://products.test/ is out of service (500 InternalServerError): probing until it is back, "
                + "for up to 120 s (OutagePatience)",
                "https://products.test/ is back after 10.0 s",
            ],
            Logs.GetSnapshot().Select(line => line.Message));
        Fail(8);
        Assert.Equal(3, Logs.GetSnapshot().Count);
    }

    [Fact]
    public void A_push_back_is_told_again_after_thirty_seconds_without_one()
    {
        EnterMany(2);
        Gate.OnFailedAttempt(AttemptOutcome.Throttled, timedOut: false, "429 TooManyRequests");
        End(1, AttemptOutcome.Throttled, retryAfter: 2);
        Pass(30);
        End(2, AttemptOutcome.Throttled);
        Assert.Equal(
            "https://products.test/ pushes back (429 TooManyRequests): pausing for 2.00 s and slowing down; nothing is lost",
            Assert.Single(Logs.GetSnapshot()).Message);

        Enter();
        Pass(31);
        End(3, AttemptOutcome.Throttled);

        Assert.Equal(2, Logs.GetSnapshot().Count);
        Assert.Equal(3, Gate.Report.Pushbacks);
    }

    [Fact]
    public void Who_waits_for_longer_than_OutagePatience_is_refused()
    {
        Options.OutagePatience = TimeSpan.FromSeconds(3);
        Fail(8);
        while (Enter(0) is { Refusal: null })
            Fail(1);

        var refusal = Enter(0).Refusal!;
        Assert.Equal((FetchErrorKind.Unavailable, "500 InternalServerError"), (refusal.Kind, refusal.LastFailure));
        Assert.InRange(Now, 3, 3.06);
        Assert.Equal(3.5 - Now, refusal.Wait.TotalSeconds, 6);
    }

    [Fact]
    public void Who_came_after_the_last_failure_is_the_next_probe()
    {
        Options.OutagePatience = TimeSpan.FromSeconds(3);
        Fail(8);
        Pass(6);

        Assert.Equal(FetchErrorKind.Unavailable, Enter(failuresBefore: 7).Refusal?.Kind);
        Assert.Equal(TimeSpan.Zero, Enter(failuresBefore: 7).Refusal?.Wait);
        Assert.Null(Enter(failuresBefore: 8).Refusal);
    }

    [Fact]
    public void Somebody_elses_open_circuit_breaker_is_waited_for()
    {
        End(Enter().Sequence, AttemptOutcome.CircuitOpen, retryAfter: 3);

        Enter();

        Assert.Equal(3, Now, 6);
        Assert.Equal(0, Gate.Report.Pushbacks);
    }

    [Fact]
    public void Timeouts_lower_how_many_may_be_in_flight()
    {
        for (var i = 0; i < 5; i++)
            Gate.OnFailedAttempt(AttemptOutcome.Faulted, timedOut: true, "attempt timeout");

        EnterMany(15);
        Assert.Equal(0, Now);
        var waiting = Gate.EnterAsync(long.MaxValue, CancellationToken.None);

        Assert.False(waiting.IsCompleted);
        Gate.OnAbandoned();
        Time.Run(() => waiting.AsTask());
    }

    [Fact]
    public void A_wait_that_is_cancelled_leaves_the_turn_to_the_next()
    {
        Fail(8);
        using var cancellation = new CancellationTokenSource();
        var cancelled = Gate.EnterAsync(long.MaxValue, cancellation.Token).AsTask();
        var next = Gate.EnterAsync(long.MaxValue, CancellationToken.None).AsTask();
        cancellation.Cancel();

        Assert.NotEqual(0, Time.Run(() => next).Sequence);
        Assert.True(cancelled.IsCanceled);
        Assert.Equal(0.5, Now, 6);
    }

    [Fact]
    public async Task Who_has_cancelled_before_does_not_enter()
    {
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Gate.EnterAsync(long.MaxValue, cancelled).AsTask());

        Assert.Equal(Enumerable.Range(1, 20).Select(i => (long)i), EnterMany(20));
        Assert.Equal(0, Now);
    }
}
