using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

/// <summary>A wait that is too long is replaced by what a look into it is told.</summary>
public sealed class GateRulesReplacedTests : GateRulesResultTest
{
    [Fact]
    public void A_look_that_is_told_no_wait_ends_one_that_is_too_long()
    {
        Refuse(0, retryAfter: 500);
        Assert.Equal((500, 500), (Rules.HeldUntil, Rate.NextSend));

        var step = End(0.6, LookSecond(), AttemptOutcome.Busy);

        Assert.Equal(new NextStep(NextStepKind.AskAgain, 0.025), step);
        Assert.Equal((0.6, 0.6), (Rules.HeldUntil, Rate.NextSend));
    }

    [Fact]
    public void What_is_left_is_the_wait_that_is_not_too_long()
    {
        var items = EnterMany(0, 2);
        End(0, items[0], AttemptOutcome.Busy, retryAfter: 20);
        End(0, items[1], AttemptOutcome.Busy, retryAfter: 500);

        End(0.6, LookSecond(), AttemptOutcome.Busy);

        Assert.Equal((20, 20), (Rules.HeldUntil, Rate.NextSend));
    }

    [Fact]
    public void What_is_left_is_the_pause_after_a_refusal()
    {
        var items = EnterMany(0, 2);
        End(0, items[0], AttemptOutcome.Busy, retryAfter: 500);
        var look = LookSecond();
        End(0.6, items[1], AttemptOutcome.Busy);

        End(0.6, look, AttemptOutcome.Busy);

        Assert.Equal((0.62, 0.62), (Rules.HeldUntil, Rate.NextSend));
    }

    [Fact]
    public void A_quota_from_before_a_wait_that_is_replaced_is_forgotten()
    {
        var items = EnterMany(0, 2);
        End(0, items[0], AttemptOutcome.Served, quota: QuotaOf(1, 1000));
        End(0, items[1], AttemptOutcome.Busy, retryAfter: 500);
        End(0.6, Enter(0.5), AttemptOutcome.Busy);

        Enter(5);

        Enter(6);
    }

    // The first look is cancelled.
    private Item LookSecond()
    {
        Rules.Abandon(0.5, Enter(0.5));
        return Enter(0.5);
    }
}
