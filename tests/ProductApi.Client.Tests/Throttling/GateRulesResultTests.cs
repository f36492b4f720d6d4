using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

public sealed class GateRulesResultTests : GateRulesResultTest
{
    [Fact]
    public void An_answer_shows_that_nobody_stood_still_so_that_what_follows_it_is_a_silence()
    {
        var item = Enter(0);
        Rules.OnFailedAttempt(10, item, AttemptOutcome.Faulted, timedOut: false, "500 InternalServerError", out _);
        End(10, item, AttemptOutcome.Faulted);

        Enter(20);

        var next = Ask(20);
        Assert.Equal(NextStepKind.LookAgain, next.Kind);
        Assert.Equal(0.5, next.Wait, 9);
    }

    [Theory]
    [InlineData(nameof(AttemptOutcome.Unreachable))]
    [InlineData(nameof(AttemptOutcome.Crowded))]
    [InlineData(nameof(AttemptOutcome.Busy))]
    [InlineData(nameof(AttemptOutcome.Throttled))]
    public void Who_is_turned_away_waits_by_itself_twice_as_long_each_time(string outcome)
    {
        var refused = Enum.Parse<AttemptOutcome>(outcome);
        Enter(0);
        var item = new Item();

        Assert.Equal(new NextStep(NextStepKind.AskAgain, 0.025), Refuse(1, item, refused));
        Assert.Equal(new NextStep(NextStepKind.AskAgain, 0.05), Refuse(1.5, item, refused));
        Assert.Equal(new NextStep(NextStepKind.AskAgain, 0.1), Refuse(2, item, refused));
    }

    [Theory]
    [InlineData(nameof(AttemptOutcome.Served), nameof(NextStepKind.TakeAnswer))]
    [InlineData(nameof(AttemptOutcome.Unreachable), nameof(NextStepKind.AskAgain))]
    public void Who_alone_is_turned_away_eight_times_fails_unless_many_are_at_their_first_ask(string first, string last)
    {
        foreach (var item in EnterMany(0, 8))
            End(0, item, Enum.Parse<AttemptOutcome>(first));
        var bad = new Item();
        for (var i = 1; i < 8; i++)
        {
            Assert.Equal(NextStepKind.AskAgain, Refuse(i, bad, AttemptOutcome.Unreachable).Kind);
            Serve(i + 0.5);
        }

        Assert.Equal(last, Refuse(8, bad, AttemptOutcome.Unreachable).Kind.ToString());
    }

    [Fact]
    public void Who_fails_during_its_look_leaves_the_look_to_the_next_one()
    {
        var bad = new Item();
        Serve(0);
        for (var i = 1; i < 8; i++)
        {
            Refuse(i, bad, AttemptOutcome.Unreachable);
            Serve(i + 0.5);
        }

        Refuse(8, Good, retryAfter: 30);
        Enter(8.5, bad);
        Assert.Equal(NextStepKind.LookAgain, Ask(8.6).Kind);

        Assert.Equal(NextStepKind.TakeAnswer, End(8.6, bad, AttemptOutcome.Unreachable).Kind);

        Enter(8.6);
    }

    [Fact]
    public void A_cut_takes_into_account_how_many_were_served()
    {
        LearnHundred();
        for (var i = 0; i < 36; i++)
            Serve(1.1 + (0.02 * i));

        End(2, Enter(1.9), AttemptOutcome.Throttled, retryAfter: 0.1);

        Assert.Equal(60, Rules.Pace!.Value, 9);
    }

    [Fact]
    public void A_host_that_opens_again_after_two_refused_probes_is_known_to_shut_for_as_long()
    {
        var burst = EnterMany(0, 7);
        End(0, burst[0], AttemptOutcome.Served);
        foreach (var item in burst[1..])
            End(1, item, AttemptOutcome.Throttled);
        Refuse(2);
        Refuse(3);
        Serve(4);
        Serve(4.1);
        Serve(4.2);

        Refuse(5);

        Assert.Equal(7.5, Rules.HeldUntil, 9);
    }

    [Fact]
    public void A_canary_that_is_served_very_quickly_shows_that_no_fewer_need_be_in_flight()
    {
        Options.MaxConcurrency = 2;
        var crowded = Enter(0);
        Rules.OnFailedAttempt(0, crowded, AttemptOutcome.Crowded, timedOut: false, "refused", out _);
        End(0, crowded, AttemptOutcome.Crowded);
        Rules.OnResult(1, Enter(1), new SendResult(AttemptOutcome.Served, Witness: Address));
        Refuse(2, retryAfter: 30);
        var looker = Enter(2.5);
        Assert.True(Rules.IsFull);
        Assert.Equal(Address, looker.Send.CanaryAddress);

        End(2.6, looker, AttemptOutcome.Served);

        Enter(5);
        Assert.False(Rules.IsFull);
        Enter(6);
    }

    [Fact]
    public void A_host_that_told_to_wait_is_waited_for_beyond_OutagePatience()
    {
        Options.AttemptTimeout = TimeSpan.FromSeconds(70);
        Options.OutagePatience = TimeSpan.FromSeconds(60);
        foreach (var item in EnterMany(0, 8))
        {
            Rules.OnFailedAttempt(0, item, AttemptOutcome.Throttled, timedOut: false, "429 TooManyRequests", out _);
            End(0, item, AttemptOutcome.Throttled, retryAfter: 90);
        }

        Enter(61);
    }

    [Fact]
    public void That_a_backup_is_refused_is_no_trouble_of_its_item()
    {
        Enter(0);
        var backup = Enter(1, new Item(isBackup: true));

        Assert.Equal(new NextStep(NextStepKind.TakeAnswer), End(1, backup, AttemptOutcome.Busy));

        Assert.Null(backup.Trouble);
        Assert.Equal(0, Rules.Pushbacks);
    }
}
