using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

/// <summary>When a request that is late may be sent a second time.</summary>
[Trait("Contract", "34")]
public sealed class GateBackupTests : GateTest
{
    private readonly Item _late = new();

    [Fact]
    public void A_request_that_takes_three_times_as_long_as_others_may_be_backed_up()
    {
        Begin();
        Assert.False(Gate.TryBackUp(_late, isFirst: true));

        Pass(0.4);

        Assert.True(Gate.IsLate(_late));
        Assert.True(Gate.TryBackUp(_late, isFirst: true));
    }

    [Fact]
    public void A_request_that_has_ended_may_not()
    {
        var number = Begin();
        Pass(1);
        End(number, AttemptOutcome.Served);

        Assert.False(Gate.IsLate(_late));
        Assert.False(Gate.TryBackUp(_late, isFirst: true));
    }

    [Fact]
    public void A_retry_may_not()
    {
        Begin();
        Assert.True(new SendPermit(Gate, _late).TryRetry());
        Pass(1);

        Assert.False(Gate.TryBackUp(_late, isFirst: true));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_item_that_was_refused_may_not(bool isThrottled)
    {
        var number = Begin();
        End(number, isThrottled ? AttemptOutcome.Throttled : AttemptOutcome.Busy);
        Enter(_late);
        Pass(1);
        Serve();

        Assert.False(Gate.TryBackUp(_late, isFirst: true));
    }

    [Fact]
    public void A_known_pace_speaks_against_it()
    {
        Begin();
        Pass(1);
        End(Enter().Permit.Number, AttemptOutcome.Throttled, retryAfter: 0.5);
        Serve();

        Assert.NotNull(Gate.Report.Pace);
        Assert.False(Gate.TryBackUp(_late, isFirst: true));
    }

    [Fact]
    public void A_known_quota_speaks_against_it()
    {
        Begin();
        for (var i = 0; i < 20; i++)
            Serve(QuotaOf(1000, 60));
        Pass(1);

        Assert.False(Gate.TryBackUp(_late, isFirst: true));
    }

    [Fact]
    public void A_failure_that_nobody_was_served_after_speaks_against_it()
    {
        Begin();
        Pass(1);
        Fail(1);
        Assert.False(Gate.TryBackUp(_late, isFirst: true));

        Serve();
        Assert.True(Gate.TryBackUp(_late, isFirst: true));
    }

    [Fact]
    public void A_lowered_limit_speaks_against_it()
    {
        Begin();
        Pass(1);
        Fail(1, AttemptOutcome.Crowded);
        Serve();

        Assert.False(Gate.TryBackUp(_late, isFirst: true));
    }

    [Fact]
    public void A_backup_does_not_wait_for_what_speaks_against_it()
    {
        Begin();
        Pass(1);
        Assert.True(Gate.TryBackUp(_late, isFirst: true));
        Fail(8);
        var before = Now;

        var admission = Enter(new Item(isBackup: true));

        Assert.Equal(GiveUpReason.NoBackup, admission.GiveUp?.Reason);
        Assert.Equal(before, Now);
    }

    [Fact]
    public void A_backup_has_one_attempt()
    {
        Begin();
        foreach (var outcome in new[] { AttemptOutcome.Faulted, AttemptOutcome.Unreachable, AttemptOutcome.Throttled })
        {
            var backup = Enter(new Item(isBackup: true)).Permit;

            Assert.False(backup.OnFailedAttempt(outcome, timedOut: false, "500").MayRetry);
            Assert.Equal(NextStepKind.TakeAnswer, backup.Complete(new SendResult(outcome)).Kind);
            Serve();
        }
    }

    [Fact]
    public void A_backup_that_is_pushed_back_teaches_the_pace()
    {
        Begin();

        Enter(new Item(isBackup: true)).Permit.Complete(new SendResult(AttemptOutcome.Throttled, RetryAfter: 0.5));

        Assert.NotNull(Gate.Report.Pace);
    }

    [Fact]
    public void A_backup_that_times_out_does_not_lower_the_limit()
    {
        Options.MaxConcurrency = 2;
        Begin();
        Pass(1);
        var backup = Enter(new Item(isBackup: true)).Permit;

        backup.OnFailedAttempt(AttemptOutcome.Faulted, timedOut: true, "attempt timeout");
        backup.Complete(new SendResult(AttemptOutcome.Faulted));
        Serve();

        Assert.True(Gate.TryBackUp(_late, isFirst: true));
    }

    // The others took 0.1 s.
    private long Begin()
    {
        for (var i = 0; i < 60; i++)
        {
            var number = Enter().Permit.Number;
            Pass(0.1);
            End(number, AttemptOutcome.Served);
        }

        return Enter(_late).Permit.Number;
    }
}
