using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

/// <summary>What refusals do to the pace.</summary>
public sealed class GateRulesPaceTests : GateRulesResultTest
{
    [Theory]
    [InlineData(0.1, 0.1)]
    [InlineData(0.05, 0.1)]
    [InlineData(0.5, 0.5)]
    [InlineData(1, 1)]
    public void What_the_refusals_of_one_item_did_to_the_pace_is_given_back(double retryAfter, double wait)
    {
        LearnHundred();

        var step = BindAlone(1.1, new Item(), retryAfter);

        Assert.Equal(new NextStep(NextStepKind.AskAgain, wait), step);
        Assert.Equal(100, Rules.Pace!.Value, 9);
        Assert.Equal(3, Rules.Pushbacks);
    }

    [Fact]
    public void What_the_refusals_of_two_items_did_to_the_pace_is_not_given_back()
    {
        LearnHundred();
        Serve(1.1);
        Refuse(1.2, retryAfter: 0.1);

        BindAlone(1.3, new Item(), 0.1);

        Assert.Equal(50, Rules.Pace!.Value, 9);
    }

    [Fact]
    public void What_the_refusal_of_a_canary_did_to_the_pace_is_not_given_back()
    {
        LearnHundred();
        Rules.OnResult(1.1, Enter(1.1), new SendResult(AttemptOutcome.Served, Witness: Address));
        Refuse(1.2, retryAfter: 20);
        Rules.Abandon(1.7, Enter(1.7));
        var item = Enter(1.7);
        Assert.Equal(Address, item.Send.CanaryAddress);
        End(1.8, item, AttemptOutcome.Throttled, retryAfter: 0.5);
        Assert.Equal(25, Rules.Pace!.Value, 9);

        BindAlone(22, item, 0.1);

        Assert.Equal(25, Rules.Pace!.Value, 9);
    }

    [Fact]
    public void Refusals_that_did_nothing_to_the_pace_leave_the_present_cycle_alone()
    {
        BindAlone(1, new Item(), 0);

        Refuse(4);

        Assert.Null(Rules.Pace);
        Assert.Equal(0, Rules.Pushbacks);
    }

    [Theory]
    [InlineData(nameof(AttemptOutcome.Busy), 4.25)]
    [InlineData(nameof(AttemptOutcome.Throttled), 12.5)]
    public void Three_cuts_in_a_row_start_a_trial_unless_the_refusals_blame_the_rate(string outcome, double pace)
    {
        LearnHundred();

        foreach (var start in new[] { 1, 1.2, 1.4 })
        {
            Serve(start + 0.1);
            Refuse(start + 0.2, outcome: Enum.Parse<AttemptOutcome>(outcome));
        }

        Assert.Equal(pace, Rules.Pace!.Value, 9);
    }

    [Fact]
    public void A_limit_refills_during_an_announced_wait()
    {
        LearnHundred();
        for (var i = 0; i < 10; i++)
            Serve(1.1 + (0.05 * i));
        Refuse(2, retryAfter: 3);
        Assert.Equal((50, 5), (Rules.Pace, Rules.HeldUntil));

        EnterMany(5, 11);

        Assert.Equal(0.02, Ask(5).Wait, 9);
    }

    [Fact]
    public void The_first_paced_send_after_an_announced_wait_leaves_at_its_end()
    {
        LearnHundred();
        Serve(1.1);

        Refuse(2, retryAfter: 3);

        Assert.Equal((2.02, 5), (Rate.PauseUntil, Rate.NextSend));
    }
}
