using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

/// <summary>How an item waits out what was announced to it, at exact times.</summary>
public sealed class GateRulesWaitTests : GateRulesWaitTest
{
    private static readonly NextStep AskAgain = new(NextStepKind.AskAgain);
    private static readonly NextStep Look = new(NextStepKind.Send);

    private readonly Item _item = new();

    [Theory]
    [InlineData(5, 1.25, 1)]
    [InlineData(5, 5, 1)]
    [InlineData(5, 5.5, 0.5)]
    public void A_wait_that_was_disproved_binds_its_item_alone_which_looks_up_every_second(double told, double now, double wait)
    {
        RefuseDisproved(told);

        Assert.Equal(LookAgain(wait), SitOut(now, _item));
        Assert.True(_item.IsSuspect);
    }

    [Theory]
    [InlineData(15, false)]
    [InlineData(15.25, true)]
    public void A_disproved_wait_of_more_than_fifteen_seconds_is_asked_about_once_more(double left, bool asksAgain)
    {
        RefuseDisproved(left + 0.25);

        Assert.Equal(asksAgain ? AskAgain : LookAgain(1), SitOut(1.25, _item));
    }

    [Fact]
    public void Who_is_served_after_it_binds_a_wait_to_its_item_even_if_others_go_on_waiting()
    {
        Serve(0.25, Send(0));
        var other = Send(0.5);
        Send(0.75, _item);
        Refuse(1, _item, retryAfter: 60);
        var look = Send(1.5);
        Refuse(3, other, retryAfter: 60);

        Serve(3.25, look);

        Assert.Equal(63, Rules.HeldUntil);
        Assert.Equal(AskAgain, SitOut(3.25, _item));
    }

    [Theory]
    [InlineData(21, false)]
    [InlineData(20.75, true)]
    public void Told_to_wait_over_ten_seconds_longer_than_all_others_it_is_asked_once_more(double others, bool asksAgain)
    {
        Options.MaxRetryAfter = TimeSpan.FromSeconds(30);
        Serve(0.25, Send(0));
        Send(0.5, _item);
        Refuse(1, _item, retryAfter: 32);
        Assert.Equal(Look, SitOut(1.5, _item));
        Refuse(2, _item, others);
        Assert.Equal(2 + others, Rules.HeldUntil);

        Assert.Equal(asksAgain ? AskAgain : LookAgain(0.05), SitOut(3, _item));
    }

    [Fact]
    public void Who_sits_out_a_wait_for_everybody_leaves_when_patience_is_over()
    {
        Options.MaxRetryAfter = TimeSpan.FromSeconds(4);
        FailOthers(1, 8, AttemptOutcome.Throttled);
        Send(1.25, _item);
        Refuse(1.5, _item, retryAfter: 4);
        Assert.Equal(NextStepKind.LookAgain, SitOut(5, _item).Kind);

        var step = SitOut(5.25, _item);

        Assert.Equal(GivenUp(GiveUpReason.Throttled, wait: 0.25, new Patience(Options.MaxRetryAfter, "MaxRetryAfter")), step);
        Assert.False(_item.IsInside);
    }

    [Fact]
    public void Who_sits_out_a_wait_of_its_own_leaves_when_patience_is_over()
    {
        Options.OutagePatience = TimeSpan.FromSeconds(1);
        Send(1, _item);
        var step = Rules.OnResult(1.5, _item, new SendResult(AttemptOutcome.Faulted, OwnWait: 4));
        Assert.Equal(new NextStep(NextStepKind.SitOut), step);
        FailOthers(2, 8, AttemptOutcome.Throttled);
        Assert.Equal(LookAgain(1), SitOut(3, _item));

        Assert.Equal(
            GivenUp(GiveUpReason.Throttled, wait: 2.25, new Patience(Options.OutagePatience, "OutagePatience")), SitOut(3.25, _item));
        Assert.False(_item.IsInside);
    }

    [Fact]
    public void Who_sits_out_a_wait_leaves_the_look_before_a_rounded_reset_to_others()
    {
        var other = Send(0.25);
        Send(0.5, _item);
        Refuse(1, _item, retryAfter: 8);
        Serve(1.5, other, UsedUp(reset: 7.5, isPointInTime: true));

        Assert.Equal(LookAgain(0.05), SitOut(8, _item));
        Send(8);
    }

    [Theory]
    [InlineData(14)]
    [InlineData(15)]
    public void A_wait_of_fifteen_seconds_or_less_is_not_the_long_one_that_is_waited_out_once(double seconds)
    {
        RefuseAlone(seconds);
        Assert.Equal(LookAgain(1), SitOut(2.25, _item));
        Assert.Equal(AskAgain, SitOut(2.25 + seconds, _item));
        Send(2.25 + seconds, _item);

        Assert.Equal(NextStepKind.SitOut, Refuse(2.5 + seconds, _item, retryAfter: 16).Kind);
    }

    [Theory]
    [InlineData(14, true)]
    [InlineData(15, true)]
    [InlineData(15.25, false)]
    public void Told_alone_to_wait_for_over_fifteen_seconds_it_waits_once(double seconds, bool waitsAgain)
    {
        RefuseAlone(seconds);
        Assert.Equal(AskAgain, SitOut(2.25 + seconds, _item));
        Send(2.25 + seconds, _item);

        Assert.Equal(waitsAgain ? NextStepKind.SitOut : NextStepKind.TakeAnswer, Refuse(2.5 + seconds, _item, seconds).Kind);
    }

    [Fact]
    public void A_first_long_wait_that_nobody_disproves_does_not_bind_alone()
    {
        Send(0.5, _item);
        Refuse(1, _item, retryAfter: 60);
        Assert.Equal(AskAgain, SitOut(61, _item));
        Send(61, _item);
        Serve(61.25, Send(61));

        Assert.Equal(NextStepKind.SitOut, Refuse(61.5, _item, retryAfter: 60).Kind);
    }

    [Fact]
    public void A_long_wait_that_turns_out_to_be_told_to_it_alone_is_waited_out_once()
    {
        RefuseDisproved(60);
        Assert.Equal(AskAgain, SitOut(1.25, _item));
        Send(1.25, _item);
        Assert.Equal(NextStepKind.SitOut, Refuse(1.5, _item, retryAfter: 60).Kind);
        Assert.Equal(Look, SitOut(2, _item));
        Serve(2.25, _item);
        Assert.Equal(LookAgain(1), SitOut(2.25, _item));
        Assert.Equal(AskAgain, SitOut(61.5, _item));
        Send(61.5, _item);

        Assert.Equal(NextStepKind.TakeAnswer, Refuse(61.75, _item, retryAfter: 60).Kind);
    }

    [Fact]
    public void A_suspect_at_the_side_door_gets_the_next_place_once_somebody_was_served()
    {
        Options.MaxConcurrency = 2;
        RefuseDisproved(5);
        SitOut(1.25, _item);
        var (first, second) = (Send(2), Send(2));
        Assert.Equal(AskAgain, SitOut(6, _item));
        Assert.Equal(NextStepKind.LookAgain, Enter(6, _item).Kind);

        Serve(6.25, first);

        Assert.Equal(NextStepKind.LookAgain, Enter(6.25).Kind);
        Send(6.25, _item);
        Serve(6.5, second);
        Send(6.5);
    }

    [Fact]
    public void A_request_that_is_cancelled_makes_no_look_due()
    {
        var other = Send(0.25);
        Send(0.5, _item);
        Refuse(1, _item, retryAfter: 60);

        Rules.Abandon(1.125, other);

        Assert.Equal(LookAgain(0.375), Enter(1.125));
        Send(1.5);
    }

    [Fact]
    public void A_look_that_is_cancelled_when_its_wait_is_over_makes_no_look_into_the_next_one_due()
    {
        Options.MaxRetryAfter = TimeSpan.FromSeconds(2);
        var other = Send(0.25);
        Send(0.5, _item);
        Refuse(1, _item, retryAfter: 3);
        var look = Send(1.5);
        Assert.Equal(4, Rules.HeldUntil);

        Rules.Abandon(4, look);
        Refuse(4, other, retryAfter: 60);

        Assert.Equal(LookAgain(0.5), Enter(4));
    }

    // Somebody is served who had left after the host decided so, but before its answer was heard.
    private void RefuseDisproved(double retryAfter)
    {
        Send(0.5, _item);
        var other = Send(0.875);
        Refuse(1, _item, retryAfter);
        Serve(1.25, other);
    }

    // Its second refusal, after another was served.
    private void RefuseAlone(double retryAfter)
    {
        Send(0.5, _item);
        Refuse(1, _item);
        Serve(1.75, Send(1.5));
        Send(2, _item);
        Assert.Equal(NextStepKind.SitOut, Refuse(2.25, _item, retryAfter).Kind);
    }

    private static NextStep GivenUp(GiveUpReason reason, double wait, Patience patience) =>
        new(NextStepKind.GiveUp, GiveUp: new GiveUp(reason, TimeSpan.FromSeconds(wait), "failed", patience));
}
