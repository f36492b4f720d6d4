using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

public sealed class SendPermitTests : GateTest
{
    [Fact]
    public void Every_way_to_end_a_send_gives_its_place_back()
    {
        EnterMany(20);
        Abandon(1);
        End(2, AttemptOutcome.Hopeless);
        End(3, AttemptOutcome.Held);

        EnterMany(3);

        Assert.Equal(0, Now);
    }

    [Fact]
    public void Who_does_not_complete_it_gives_it_back_by_disposing_of_it_once()
    {
        Options.MaxConcurrency = 2;
        EnterMany(2);

        Abandon(1);
        Abandon(1);

        Enter();
        Assert.False(EnterAsync().IsCompleted);
    }

    [Fact]
    public void A_completed_one_cannot_be_completed_again_and_disposing_of_it_does_nothing()
    {
        Options.MaxConcurrency = 2;
        EnterMany(2);
        End(1, AttemptOutcome.Served);

        var error = Assert.Throws<InvalidOperationException>(() => End(1, AttemptOutcome.Served));
        Assert.Equal("The send has ended before.", error.Message);
        Abandon(1);

        Enter();
        Assert.False(EnterAsync().IsCompleted);
    }

    [Fact]
    public void The_permit_of_an_items_former_send_says_nothing_about_its_present_one()
    {
        var item = new Item();
        var former = Enter(item).Permit;
        former.Complete(new SendResult(AttemptOutcome.Faulted));
        var present = Enter(item).Permit;

        former.Dispose();

        Assert.Equal((1, 2), (former.Number, present.Number));
        present.Complete(new SendResult(AttemptOutcome.Served));
    }

    [Fact]
    public void The_permit_of_an_items_former_send_knows_no_address_of_its_present_canary()
    {
        var item = new Item();
        Serve();
        var former = Enter(item).Permit;
        former.Complete(new SendResult(AttemptOutcome.Faulted));
        Serve(QuotaOf(remaining: 0, reset: 60));

        var canary = Enter(item).Permit;

        Assert.Equal((Address, null), (canary.CanaryAddress, former.CanaryAddress));
    }

    [Fact]
    public void None_at_all_is_harmless()
    {
        var none = default(SendPermit);

        none.Dispose();

        Assert.True(none.TryRetry());
        Assert.Null(none.CanaryAddress);
        var verdict = none.OnFailedAttempt(AttemptOutcome.Faulted, timedOut: false, failure: null);
        Assert.Equal(new AttemptVerdict(AttemptOutcome.Faulted, MayRetry: false), verdict);
    }
}
