using System.Net;
using System.Runtime.CompilerServices;
using ProductApi.Client.Pipeline;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

public sealed class GatePushbackTests : GateTest
{
    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    public void A_Retry_After_above_a_second_holds_everybody_and_its_item_sits_it_out(HttpStatusCode status)
    {
        EnterMany(2);

        var step = End(2, ResponseClassifier.Classify(status), retryAfter: 3);

        Assert.Equal(NextStepKind.SitOut, step.Kind);
        Assert.True(IsHeld());
        Enter();
        Assert.Equal(3, Now, 6);
        Assert.False(IsHeld());
        Assert.Equal((1, 3), (Gate.Report.Pushbacks, Gate.Report.HeldBack.TotalSeconds));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0.5)]
    public void A_Retry_After_of_a_second_or_less_binds_its_item_alone(double retryAfter)
    {
        EnterMany(2);

        var step = End(2, AttemptOutcome.Throttled, retryAfter);

        Assert.Equal(new NextStep(NextStepKind.AskAgain, retryAfter), step);
        Enter();
        Assert.InRange(Now, 0.02, 0.1);
    }

    [Fact]
    public void A_first_send_that_is_told_to_wait_holds_everybody_however_short_the_wait()
    {
        Enter();

        End(1, AttemptOutcome.Throttled, retryAfter: 0.9);

        Enter();
        Assert.Equal(0.9, Now, 6);
    }

    [Fact]
    public void A_refused_send_with_a_hint_makes_a_pace_that_the_next_sends_keep()
    {
        EnterMany(20);
        Pass(2);
        Finish(AttemptOutcome.Served, 1, 2, 3, 4);
        End(5, AttemptOutcome.Throttled, retryAfter: 0.1);
        Assert.Equal(100, Gate.Report.Pace!.Value, 6);

        Enter();
        Assert.Equal(2.02, Now, 0.0011);
        Enter();
        Assert.Equal(2.03, Now, 0.0011);
        Enter();
        Assert.Equal(2.04, Now, 0.0011);
    }

    [Fact]
    public void One_refusal_without_a_hint_among_many_sends_is_noise_and_only_its_item_waits()
    {
        EnterMany(20);
        Pass(0.1);

        var step = End(10, AttemptOutcome.Throttled);

        Assert.Equal(new NextStep(NextStepKind.AskAgain, 0.025), step);
        Assert.Equal((0, null), (Gate.Report.Pushbacks, Gate.Report.Pace));
        Assert.False(IsHeld());
    }

    [Fact]
    public void Six_refusals_in_a_row_without_a_hint_are_a_limit()
    {
        EnterMany(20);
        Pass(0.1);

        foreach (var number in Enumerable.Range(10, 6))
            End(number, AttemptOutcome.Throttled);

        Assert.Equal(1, Gate.Report.Pushbacks);
        Assert.Equal(100, Gate.Report.Pace!.Value, 6);
    }

    [Fact]
    public void A_shorter_hold_does_not_shorten_a_longer_one()
    {
        EnterMany(3);
        End(2, AttemptOutcome.Throttled, retryAfter: 10);
        End(3, AttemptOutcome.Throttled, retryAfter: 2);

        Enter();

        Assert.Equal(10, Now, 6);
        Assert.Equal(2, Gate.Report.Pushbacks);
    }

    [Fact]
    public void A_wait_that_somebody_who_left_later_disproves_ends_at_once()
    {
        EnterMany(2);
        Pass(0.1);
        EnterMany(1);
        End(2, AttemptOutcome.Throttled, retryAfter: 9);
        Assert.True(IsHeld());

        End(3, AttemptOutcome.Served);

        Pass(0.1);
        Assert.False(IsHeld());
        Assert.Null(Gate.Report.Pace);
    }

    [Fact]
    public void One_that_is_disproved_already_is_not_believed()
    {
        EnterMany(2);
        Pass(0.1);
        EnterMany(1);
        Pass(0.05);
        End(3, AttemptOutcome.Served);

        End(2, AttemptOutcome.Throttled, retryAfter: 9);

        Assert.False(IsHeld());
        Assert.Equal(0, Gate.Report.Pushbacks);
    }

    [Fact]
    public void A_busy_host_that_has_been_quiet_for_two_seconds_is_an_outage_without_a_pace()
    {
        EnterMany(20);
        Pass(1);
        End(1, AttemptOutcome.Served);
        End(5, AttemptOutcome.Busy, retryAfter: 0.1);
        Assert.NotNull(Gate.Report.Pace);
        Fail(1, AttemptOutcome.Busy);
        Pass(2.5);

        End(6, AttemptOutcome.Busy, retryAfter: 0.1);

        Assert.Null(Gate.Report.Pace);
    }

    [Fact]
    public void A_throttled_host_keeps_its_pace_however_long_it_served_nobody()
    {
        EnterMany(20);
        Pass(1);
        End(5, AttemptOutcome.Throttled, retryAfter: 0.1);
        Fail(1, AttemptOutcome.Throttled);
        Pass(5);

        End(6, AttemptOutcome.Throttled, retryAfter: 0.1);

        Assert.NotNull(Gate.Report.Pace);
    }

    [Fact]
    public void An_items_own_wait_is_rounded_up_to_milliseconds()
    {
        Time.Run(() => Gate.DelayAsync(0.0204, CancellationToken.None));

        Assert.Equal(0.021, Now, 6);
    }

    [Fact]
    public void A_push_back_is_told_again_after_thirty_seconds_without_one()
    {
        EnterMany(2);
        Fail(1, AttemptOutcome.Throttled);
        End(1, AttemptOutcome.Throttled, retryAfter: 2);
        Pass(30);
        End(2, AttemptOutcome.Throttled, retryAfter: 0.1);
        Assert.Equal(
            "https://products.test/ pushes back (500 InternalServerError): pausing for 2.00 s and slowing down; nothing is lost",
            Assert.Single(Logs.GetSnapshot()).Message);

        Enter();
        Pass(31);
        End(3, AttemptOutcome.Throttled, retryAfter: 0.1);

        Assert.Equal(2, Logs.GetSnapshot().Count);
        Assert.Equal(3, Gate.Report.Pushbacks);
    }

    [Fact]
    public void An_item_that_is_done_is_held_by_nobody()
    {
        var item = RefuseAndServe();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.False(item.IsAlive);
    }

    private void Finish(AttemptOutcome outcome, params int[] numbers)
    {
        foreach (var number in numbers)
            End(number, outcome);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference RefuseAndServe()
    {
        Serve();
        var item = new Item();
        Enter(item).Permit.Complete(new SendResult(AttemptOutcome.Throttled));
        var step = Enter(item).Permit.Complete(new SendResult(AttemptOutcome.Served));
        Assert.Equal(NextStepKind.TakeAnswer, step.Kind);
        Forget();
        return new WeakReference(item);
    }
}
