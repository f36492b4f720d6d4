using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

public sealed class GateOutageTests : GateTest
{
    [Fact]
    public void Eight_failures_hold_everybody_until_the_next_probe_is_due()
    {
        Fail(7);
        Assert.False(IsHeld());

        Fail(1);

        Assert.True(IsHeld());
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
    public void A_success_ends_the_wait_for_the_next_probe()
    {
        Enter();
        Fail(8);
        var waiting = EnterAsync();
        Pass(0.22);

        End(1, AttemptOutcome.Served);

        Time.Run(() => waiting);
        Assert.Equal(0.25, Now, 6);
    }

    [Fact]
    public void A_success_lets_everybody_in_at_once()
    {
        Fail(8);
        End(Enter().Permit.Number, AttemptOutcome.Served);

        EnterMany(20);

        Assert.Equal(0.5, Now, 6);
        Assert.False(IsHeld());
    }

    [Fact]
    public void A_failure_may_be_retried_unless_the_host_is_down_by_then()
    {
        Assert.All(Enumerable.Range(0, 7), _ => Assert.True(MayRetry()));
        Assert.False(MayRetry());
        Assert.False(MayRetry());

        bool MayRetry() => Underway().OnFailedAttempt(AttemptOutcome.Faulted, false, null).MayRetry;
    }

    [Fact]
    public void A_connection_that_ends_before_an_answer_is_one_too_many_while_others_are_served()
    {
        Assert.Equal(AttemptOutcome.Faulted, Disconnect());
        Serve();
        Assert.Equal(AttemptOutcome.Unreachable, Disconnect());
        Pass(2.1);
        Assert.Equal(AttemptOutcome.Faulted, Disconnect());

        AttemptOutcome Disconnect() => Underway().OnFailedAttempt(AttemptOutcome.Disconnected, false, null).Outcome;
    }

    [Fact]
    public void An_outage_makes_the_pace_unknown()
    {
        EnterMany(20);
        End(5, AttemptOutcome.Throttled, retryAfter: 0.1);
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
    public void Who_waits_for_longer_than_OutagePatience_is_given_up()
    {
        Options.OutagePatience = TimeSpan.FromSeconds(3);
        Fail(8);
        while (Enter() is { GiveUp: null })
            Fail(1);

        var giveUp = Enter().GiveUp!;
        Assert.Equal((FetchErrorKind.Unavailable, "500 InternalServerError"), (giveUp.Kind, giveUp.LastFailure));
        Assert.InRange(Now, 3, 3.06);
        Assert.Equal(3.5 - Now, giveUp.Wait.TotalSeconds, 6);
    }

    [Fact]
    public void Who_heard_nothing_but_429s_for_so_long_is_told_so()
    {
        Options.OutagePatience = TimeSpan.FromSeconds(3);
        EnterMany(8);
        Fail(8, AttemptOutcome.Throttled);
        Pass(3.1);
        End(1, AttemptOutcome.Throttled, retryAfter: 0.9);

        Assert.Equal((GiveUpReason.Throttled, FetchErrorKind.RateLimited), (Enter().GiveUp!.Reason, Enter().GiveUp!.Kind));
    }

    [Fact]
    public void After_patience_is_over_the_next_probe_leaves_when_it_is_due()
    {
        Options.OutagePatience = TimeSpan.FromSeconds(3);
        EnterMany(1);
        Fail(8);
        Pass(6);

        Assert.Null(Enter().GiveUp);
        Fail(1);
        Assert.Equal(FetchErrorKind.Unavailable, Enter().GiveUp?.Kind);
    }

    [Fact]
    public void Time_in_which_nobody_was_there_is_not_counted_as_patience()
    {
        Options.OutagePatience = TimeSpan.FromSeconds(3);
        var item = new Item();
        Enter(item).Permit.OnFailedAttempt(AttemptOutcome.Faulted, timedOut: false, "500 InternalServerError");
        Gate.Leave(item);
        Pass(3_600);

        Assert.Null(Enter().GiveUp);
        Fail(8);
        Assert.Null(Enter().GiveUp);
    }

    [Fact]
    public void Somebody_elses_open_circuit_breaker_is_waited_for()
    {
        End(Enter().Permit.Number, AttemptOutcome.CircuitOpen, retryAfter: 3);

        Enter();

        Assert.Equal(3, Now, 6);
        Assert.Equal(0, Gate.Report.Pushbacks);
    }

    [Fact]
    public void Time_outs_at_the_same_moment_halve_how_many_may_be_in_flight_once()
    {
        var underway = Enumerable.Range(0, 5).Select(_ => Underway()).ToList();
        Pass(1);

        Assert.All(underway, attempt => attempt.OnFailedAttempt(AttemptOutcome.Faulted, timedOut: true, "attempt timeout"));

        EnterMany(10);
        Assert.Equal(1, Now);
        Assert.False(EnterAsync().IsCompleted);
    }

    [Fact]
    public void A_host_that_is_down_is_asked_for_what_it_served_before_at_every_other_probe()
    {
        Serve();
        Fail(8);

        Assert.Equal(Address, Enter().Permit.CanaryAddress);
        Fail(1);
        Assert.Null(Enter().Permit.CanaryAddress);
        Fail(1);
        Assert.Equal(Address, Enter().Permit.CanaryAddress);
        Assert.Equal(2, Gate.Report.Canaries);
    }

    [Fact]
    public void What_a_canary_is_told_is_no_failure_of_the_item()
    {
        Serve();
        Fail(8);
        var item = new Item();
        var canary = Enter(item).Permit;

        var verdict = canary.OnFailedAttempt(AttemptOutcome.Faulted, false, null);
        canary.Complete(new SendResult(AttemptOutcome.Faulted));

        Assert.False(verdict.MayRetry);
        Assert.Equal((0, 0, false), (item.Charge, item.Refused, item.HasAnswer));
    }

    [Fact]
    public void What_cannot_be_asked_for_any_more_is_no_witness()
    {
        Serve();
        Fail(8);
        Enter().Permit.Complete(new SendResult(AttemptOutcome.Hopeless));
        Fail(1);
        Assert.Null(Enter().Permit.CanaryAddress);
        Fail(1);

        Assert.Null(Enter().Permit.CanaryAddress);
    }

    [Fact]
    public void A_suspect_goes_to_the_side_door_and_gives_its_slot_back()
    {
        using var slots = new SemaphoreSlim(0);
        var slot = new Slot(slots);
        slots.Release();
        Assert.True(slot.TakeAsync(CancellationToken.None).IsCompletedSuccessfully);
        var suspect = new Item(slot);
        Serve();
        Enter(suspect).Permit.Complete(new SendResult(AttemptOutcome.Busy));
        Fail(8);

        var waiting = EnterAsync(suspect);

        Assert.False(waiting.IsCompleted);
        Assert.True(suspect.IsSuspect);
        Assert.Equal(1, slots.CurrentCount);
        Time.Run(() => waiting);
    }
}
