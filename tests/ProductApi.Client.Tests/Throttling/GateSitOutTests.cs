using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

/// <summary>How an item waits out what was announced to it.</summary>
public sealed class GateSitOutTests : GateTest
{
    private readonly Item _item = new();

    [Fact]
    public void It_asks_again_after_its_wait()
    {
        Refuse(retryAfter: 5);

        Assert.Equal(NextStepKind.AskAgain, SitOut().Step.Kind);
        Assert.Equal(5, Now, 6);
        Enter(_item);
        Assert.Equal(5, Gate.Report.HeldBack.TotalSeconds, 6);
    }

    [Fact]
    public void Who_sits_out_a_long_wait_looks_by_a_canary_whether_it_is_true()
    {
        Serve();
        Refuse(retryAfter: 60);

        var (step, look) = SitOut();

        Assert.Equal((NextStepKind.Send, Address), (step.Kind, look.CanaryAddress));
        Assert.InRange(Now, 0.5, 0.56);
        look.Complete(new SendResult(AttemptOutcome.Throttled, 59));
        Assert.Equal(NextStepKind.AskAgain, SitOut().Step.Kind);
        Assert.Equal(60, Now, 6);
    }

    [Fact]
    public void Told_alone_it_is_asked_once_more_at_once_then_waits_it_out_and_fails_when_told_so_again()
    {
        Serve();
        Refuse(retryAfter: 60);
        Look(AttemptOutcome.Served);
        Assert.Equal(NextStepKind.AskAgain, SitOut().Step.Kind);
        Assert.InRange(Now, 0.5, 0.6);

        Refuse(retryAfter: 60);
        Serve();
        Assert.Equal(NextStepKind.AskAgain, SitOut().Step.Kind);
        Assert.InRange(Now, 60.5, 60.6);
        Assert.True(_item.IsSuspect);

        Assert.Equal(NextStepKind.TakeAnswer, Refuse(retryAfter: 60).Kind);
    }

    [Fact]
    public void Told_alone_to_wait_beyond_MaxRetryAfter_it_fails_the_second_time()
    {
        Serve();
        Refuse(retryAfter: 86_400);
        Look(AttemptOutcome.Served);
        Assert.Equal(NextStepKind.AskAgain, SitOut().Step.Kind);

        Assert.Equal(NextStepKind.TakeAnswer, Refuse(retryAfter: 86_400).Kind);
        Assert.InRange(Now, 0.5, 0.6);
    }

    [Fact]
    public void When_the_look_is_told_so_too_everybody_fails_at_once_and_after_a_minute_one_looks_again()
    {
        Serve();
        Refuse(retryAfter: 3600);
        Look(AttemptOutcome.Throttled, retryAfter: 3599);

        Assert.Equal(NextStepKind.TakeAnswer, SitOut().Step.Kind);
        var giveUp = Enter().GiveUp!;
        Assert.Equal((GiveUpReason.WaitTooLong, FetchErrorKind.RateLimited), (giveUp.Reason, giveUp.Kind));
        Assert.InRange(giveUp.Wait.TotalSeconds, 3598, 3600);
        Assert.InRange(Now, 0.5, 0.6);

        Pass(60);
        Assert.Equal(Address, Enter().Permit.CanaryAddress);
    }

    [Fact]
    public void Who_is_told_to_wait_much_longer_than_all_others_does_not_hold_out_a_day()
    {
        Serve();
        Refuse(retryAfter: 86_400);
        Look(AttemptOutcome.Throttled, retryAfter: 20);

        Assert.Equal(NextStepKind.AskAgain, SitOut().Step.Kind);
        Refuse(retryAfter: 86_400);
        Look(AttemptOutcome.Throttled, retryAfter: 20);

        Assert.Equal(NextStepKind.TakeAnswer, SitOut().Step.Kind);
        Assert.InRange(Now, 20, 45);
    }

    [Fact]
    public void When_the_look_is_told_a_shorter_wait_that_counts()
    {
        Serve();
        Refuse(retryAfter: 3600);

        Look(AttemptOutcome.Throttled, retryAfter: 20);

        Assert.Null(Enter().GiveUp);
        Assert.InRange(Now, 20.5, 20.6);
    }

    [Fact]
    public void When_a_look_is_told_no_wait_at_all_a_paced_client_goes_on_at_its_pace()
    {
        Serve();
        Serve();
        Enter().Permit.Complete(new SendResult(AttemptOutcome.Throttled, 0.1));
        Refuse(retryAfter: 3600);

        Look(AttemptOutcome.Throttled);

        Assert.NotNull(Gate.Report.Pace);
        Enter();
        Assert.InRange(Now, 0.5, 2);
    }

    [Fact]
    public void Where_nothing_was_served_it_gives_its_slot_back_for_an_untried_item_and_looks_itself_if_there_is_none()
    {
        Refuse(retryAfter: 60);

        var (step, _) = SitOut();

        Assert.Equal(NextStepKind.AskAgain, step.Kind);
        Assert.True(_item.IsParked);
        var look = Enter(_item).Permit;
        Assert.Null(look.CanaryAddress);
        Assert.InRange(Now, 0.5, 0.7);
    }

    [Fact]
    public void Who_was_told_to_wait_for_seconds_does_not_look_into_the_long_wait_of_another()
    {
        var other = Enter().Permit;
        Refuse(retryAfter: 3);
        other.Complete(new SendResult(AttemptOutcome.Throttled, 60));

        Assert.Equal(NextStepKind.AskAgain, SitOut().Step.Kind);
        Assert.Equal(3, Now, 6);
    }

    [Fact]
    public void A_wait_that_was_disproved_before_it_was_heard_is_its_own_at_once()
    {
        var refused = Enter(_item).Permit;
        Pass(0.1);
        var later = Enter().Permit;
        Pass(0.05);
        later.Complete(new SendResult(AttemptOutcome.Served, 0, null, Address));
        refused.Complete(new SendResult(AttemptOutcome.Throttled, 86_400));

        Assert.Equal(NextStepKind.AskAgain, SitOut().Step.Kind);
        Assert.Equal(0.15, Now, 6);

        Refuse(retryAfter: 86_400);
        Look(AttemptOutcome.Served);
        Assert.Equal(NextStepKind.TakeAnswer, SitOut().Step.Kind);
    }

    [Fact]
    public void A_look_that_is_cancelled_is_repeated_at_once()
    {
        Serve();
        Refuse(retryAfter: 60);
        SitOut().Look.Dispose();

        Assert.Equal(NextStepKind.Send, SitOut().Step.Kind);
        Assert.InRange(Now, 0.5, 0.65);
    }

    [Fact]
    public void A_wait_cancelled_ends()
    {
        Refuse(retryAfter: 60);
        using var cancellation = new CancellationTokenSource();
        var sitting = Gate.SitOutAsync(_item, cancellation.Token).AsTask();

        cancellation.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => Time.Run(() => sitting));
    }

    private NextStep Refuse(double retryAfter)
    {
        var permit = Enter(_item).Permit;
        permit.OnFailedAttempt(AttemptOutcome.Throttled, false, "429");
        return permit.Complete(new SendResult(AttemptOutcome.Throttled, retryAfter));
    }

    private (NextStep Step, SendPermit Look) SitOut() => Time.Run(() => Gate.SitOutAsync(_item, CancellationToken.None).AsTask());

    private void Look(AttemptOutcome outcome, double retryAfter = 0)
    {
        var (step, look) = SitOut();
        Assert.Equal(NextStepKind.Send, step.Kind);
        look.Complete(new SendResult(outcome, retryAfter));
    }
}
