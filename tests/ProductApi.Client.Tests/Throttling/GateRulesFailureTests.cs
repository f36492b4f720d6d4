using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

/// <summary>What follows from a failed attempt, at exact times.</summary>
public sealed class GateRulesFailureTests : GateRulesWaitTest
{
    [Theory]
    [InlineData(1, true)]
    [InlineData(3, true)]
    [InlineData(4, false)]
    [InlineData(5, false)]
    public void A_host_that_is_inaccessible_to_one_of_several_may_be_asked_again_as_often_as_the_options_say(int attempts, bool mayRetry)
    {
        Options.MaxRetryAttempts = 3;
        var first = Send(0);
        Send(0);
        first.Send = first.Send with { Attempts = attempts };

        Assert.Equal(new AttemptVerdict(AttemptOutcome.Unreachable, mayRetry), Fail(1, first, AttemptOutcome.Inaccessible));
    }

    [Fact]
    public void A_host_that_is_inaccessible_to_all_in_flight_is_hopeless_and_no_outage()
    {
        var (first, second) = (Send(0), Send(0));

        Assert.Equal(AttemptOutcome.Unreachable, Fail(1, first, AttemptOutcome.Inaccessible).Outcome);
        var verdict = Rules.OnFailedAttempt(1, second, AttemptOutcome.Inaccessible, timedOut: false, "no such name", out var isOutage);

        Assert.Equal(new AttemptVerdict(AttemptOutcome.Hopeless, MayRetry: false), verdict);
        Assert.False(isOutage);
    }

    [Fact]
    public void A_timeout_halves_how_many_may_be_in_flight_once_for_each_item()
    {
        Options.MaxConcurrency = 4;
        var hung = Send(1);
        Send(1);

        Fail(11, hung, AttemptOutcome.Faulted, timedOut: true);
        Assert.True(Rules.IsFull);
        Assert.True(Rules.TryRetry(11, hung));
        Fail(21, hung, AttemptOutcome.Faulted, timedOut: true);

        Serve(21, hung);
        Assert.False(Rules.IsFull);
    }

    [Fact]
    public void A_timeout_while_another_was_served_quickly_leaves_alone_how_many_may_be_in_flight()
    {
        Options.MaxConcurrency = 2;
        var hung = Send(0);
        Serve(1.5, Send(1));

        Fail(10, hung, AttemptOutcome.Faulted, timedOut: true);

        Assert.False(Rules.IsFull);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Who_hung_while_another_was_served_quickly_steps_aside_instead_of_a_retry(bool timedOut)
    {
        var hung = Send(0);
        Serve(1.5, Send(1));

        Assert.Equal(new AttemptVerdict(AttemptOutcome.Faulted, !timedOut), Fail(10, hung, AttemptOutcome.Faulted, timedOut));

        Rules.OnResult(10, hung, new SendResult(AttemptOutcome.Faulted));
        Assert.Equal(timedOut ? NextStepKind.StepAside : NextStepKind.Send, Enter(10, hung).Kind);
        Assert.Equal(timedOut, hung.IsSuspect);
    }

    [Theory]
    [InlineData(2.75, true)]
    [InlineData(3, false)]
    public void A_connection_refused_while_others_are_served_lowers_how_many_may_be_in_flight(double now, bool isFull)
    {
        Options.MaxConcurrency = 2;
        var refused = Send(0);
        Serve(1, Send(0));

        Fail(now, refused, AttemptOutcome.Unreachable);

        Assert.Equal(isFull, Rules.IsFull);
    }

    [Fact]
    public void A_retry_counts_as_one_attempt_more_which_leaves_now()
    {
        var item = Send(1);

        Assert.True(Rules.TryRetry(1.5, item));
        Assert.True(Rules.TryRetry(2, item));

        Assert.Equal((3, 2.0), (item.Send.Attempts, item.Send.LeftAt));
    }

    [Fact]
    public void At_the_end_of_an_outage_one_more_is_tried_although_patience_is_over()
    {
        Options.OutagePatience = TimeSpan.FromSeconds(0.25);
        FailOthers(1, 8, AttemptOutcome.Faulted);
        Assert.Equal(1.5, Rules.HeldUntil);

        Assert.Equal(NextStepKind.GiveUp, Enter(1.375).Kind);
        Assert.Equal(NextStepKind.Send, Enter(1.5).Kind);
    }

    [Fact]
    public void Who_is_given_up_has_left()
    {
        Options.OutagePatience = TimeSpan.FromSeconds(0.25);
        FailOthers(1, 8, AttemptOutcome.Faulted);
        var item = new Item();

        var step = Enter(1.375, item);

        var giveUp = new GiveUp(GiveUpReason.OutOfService, TimeSpan.FromSeconds(0.125), "failed", new Patience(Options.OutagePatience, "OutagePatience"));
        Assert.Equal(new NextStep(NextStepKind.GiveUp, GiveUp: giveUp), step);
        Assert.False(item.IsInside);
    }

    [Fact]
    public void Whoever_is_served_breaks_the_silence()
    {
        Serve(5, Send(4));
        FailOthers(5.5, 1, AttemptOutcome.Faulted);

        Send(6);
        Send(6);
    }

    [Fact]
    public void A_wait_that_was_announced_is_no_silence()
    {
        Serve(1, Send(0.5), UsedUp(reset: 5));
        FailOthers(1.5, 1, AttemptOutcome.Faulted);

        Send(6);
        Send(6);
    }

    [Fact]
    public void After_two_seconds_of_silence_one_is_sent_at_a_time()
    {
        Serve(1, Send(0.5));
        FailOthers(1.5, 1, AttemptOutcome.Faulted);

        Send(3.25);

        Assert.Equal(LookAgain(0.5), Enter(3.25));
    }
}
