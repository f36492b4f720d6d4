using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

/// <summary>When a backup may leave, at exact times.</summary>
public sealed class GateRulesBackupTests : GateRulesWaitTest
{
    private static readonly NextStep NoBackup =
        new(NextStepKind.GiveUp, GiveUp: new GiveUp(GiveUpReason.NoBackup, TimeSpan.Zero, LastFailure: null));

    private readonly Item _backup = new(isBackup: true);

    [Theory]
    [InlineData(5.75, false)]
    [InlineData(6, true)]
    [InlineData(6.25, true)]
    public void A_backup_may_leave_from_the_end_of_an_announced_wait_on(double now, bool mayLeave)
    {
        Serve(1, Send(0.5), UsedUp(reset: 5));
        Assert.Equal(6, Rules.HeldUntil);

        Assert.Equal(mayLeave ? new NextStep(NextStepKind.Send) : NoBackup, Enter(now, _backup));
    }

    [Fact]
    public void A_backup_does_not_leave_after_a_failure_although_others_may()
    {
        FailOthers(1, 1, AttemptOutcome.Faulted);

        var step = Enter(1, _backup);

        Assert.Equal((NextStepKind.GiveUp, GiveUpReason.NoBackup), (step.Kind, step.GiveUp?.Reason));
        Send(1);
    }

    [Fact]
    public void A_backup_does_not_wait_for_a_place()
    {
        Options.MaxConcurrency = 2;
        Send(1);
        var last = Send(1);
        Assert.Equal(NoBackup, Enter(1.5, _backup));

        Serve(1.75, last);
        Send(1.75, _backup);
    }
}
