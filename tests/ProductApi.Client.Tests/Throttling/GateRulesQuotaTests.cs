using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

public sealed class GateRulesQuotaTests : GateRulesResultTest
{
    [Fact]
    public void A_quota_holds_though_somebody_is_served_without_one()
    {
        var items = EnterMany(0, 3);
        End(0, items[0], AttemptOutcome.Served, quota: QuotaOf(2, 60));
        Assert.Equal(NextStepKind.LookAgain, Ask(1).Kind);

        End(1, items[1], AttemptOutcome.Served);

        Enter(1);
        Assert.Equal(NextStepKind.LookAgain, Ask(1).Kind);
    }

    [Theory]
    [InlineData(4, nameof(NextStepKind.LookAgain))]
    [InlineData(5, nameof(NextStepKind.Send))]
    public void A_quota_is_not_believed_where_more_than_four_times_as_many_served_answers_carry_none(int plain, string next)
    {
        Serve(0, QuotaOf(1, 60));
        for (var i = 0; i < plain; i++)
            Serve(1);

        Enter(2);

        Assert.Equal(next, Ask(2).Kind.ToString());
    }

    [Fact]
    public void A_used_up_quota_that_was_disproved_is_believed_again_after_a_refusal()
    {
        Disprove();
        Serve(1, QuotaOf(0, 60));
        Assert.Equal((1, 0.6), (Rules.Pushbacks, Rules.HeldUntil));

        Refuse(2);
        Serve(3, QuotaOf(0, 60));

        Assert.Equal((2, 63), (Rules.Pushbacks, Rules.HeldUntil));
    }

    [Fact]
    public void A_quota_that_is_not_used_up_is_believed_after_one_was_disproved()
    {
        Disprove();

        Serve(1, QuotaOf(1, 60));

        Enter(2);
        Assert.Equal(NextStepKind.LookAgain, Ask(2).Kind);
    }

    [Fact]
    public void The_pause_after_a_used_up_quota_is_not_doubled_as_after_a_refused_first_send()
    {
        Serve(0, QuotaOf(0, 0.03));

        Assert.Equal((1, 0.03), (Rules.Pushbacks, Rules.HeldUntil));
    }

    [Fact]
    public void Quotas_used_up_three_times_in_a_row_say_that_it_is_the_rate()
    {
        LearnHundred(QuotaOf(1000, 0.01));

        foreach (var start in new[] { 1, 1.4, 1.8 })
        {
            Serve(start + 0.1);
            Serve(start + 0.4, QuotaOf(0, 0.05));
        }

        Assert.Equal(12.5, Rules.Pace!.Value, 9);
    }

    [Fact]
    public void Nothing_is_refilled_during_the_pause_after_a_quota_that_is_used_up_for_less_than_a_second()
    {
        LearnHundred(QuotaOf(1000, 0.01));
        for (var i = 0; i < 10; i++)
            Serve(1.1 + (0.05 * i));
        Serve(2, QuotaOf(0, 0.5));
        Assert.Equal((50, 2.5), (Rules.Pace, Rules.HeldUntil));

        Enter(2.5);

        Assert.Equal(0.02, Ask(2.5).Wait, 9);
    }

    // Used up, says an answer at 0; served at 0.6.
    private void Disprove()
    {
        Serve(0, QuotaOf(0, 60));
        Assert.Equal(60, Rules.HeldUntil);
        End(0.6, Enter(0.5), AttemptOutcome.Served);
        Assert.Equal(0.6, Rules.HeldUntil);
    }
}
