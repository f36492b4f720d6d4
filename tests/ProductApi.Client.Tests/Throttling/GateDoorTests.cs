using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

/// <summary>Who waits at the gate, who does not, and what is told of it.</summary>
public sealed class GateDoorTests : GateTest
{
    [Fact]
    [Trait("Contract", "34")]
    public void A_backup_does_not_queue_behind_those_who_wait()
    {
        using var cancellation = new CancellationTokenSource();
        HoldEverybody();

        Time.Run(async () =>
        {
            var waiting = EnterAsync(cancellationToken: cancellation.Token);
            var backup = EnterAsync(new Item(isBackup: true));

            Assert.True(backup.IsCompleted);
            Assert.Equal(GiveUpReason.NoBackup, (await backup).GiveUp?.Reason);
            await cancellation.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        });
    }

    [Fact]
    [Trait("Contract", "9")]
    public void Who_waits_for_a_place_at_a_lowered_limit_enters_as_soon_as_one_is_given_back_unused()
    {
        Options.MaxConcurrency = 4;
        Serve();
        Fail(1, AttemptOutcome.Crowded);
        Serve();
        var inFlight = EnterMany(3);

        var entered = Time.Run(async () =>
        {
            var waiting = EnterAsync();
            await Task.Delay(TimeSpan.FromSeconds(0.01), Time);
            Assert.False(waiting.IsCompleted);
            Abandon(inFlight[0]);
            await waiting;
            return Time.Now.TotalSeconds;
        });

        Assert.Equal(0.01, entered, 3);
    }

    [Fact]
    [Trait("Contract", "13")]
    public void Who_is_cancelled_while_it_waits_is_not_held_back_any_longer()
    {
        var item = new Item();
        using var cancellation = new CancellationTokenSource();
        HoldEverybody();

        Time.Run(async () =>
        {
            var waiting = EnterAsync(item, cancellation.Token);
            await Task.Delay(TimeSpan.FromSeconds(2), Time);
            await cancellation.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
            Gate.Leave(item);
        });

        Assert.Equal(2, Gate.Report.HeldBack.TotalSeconds, 3);
    }

    [Fact]
    [Trait("Contract", "19")]
    public void An_outage_that_is_forgotten_is_not_told_to_be_over()
    {
        Serve();
        Fail(8);
        Pass(700);

        Serve();

        Assert.Equal(["OutageStarted"], Logs.GetSnapshot().Select(line => line.Id.Name));
    }

    [Fact]
    [Trait("Contract", "20")]
    public void A_wait_of_an_items_own_is_measured()
    {
        using var waits = new MetricCollector<double>(Meters, "ProductApi.Client", "productapi.client.throttle.wait");
        Serve();
        var item = new Item();
        Enter(item).Permit.Complete(new SendResult(AttemptOutcome.Served, OwnWait: 5));

        Time.Run(() => Gate.SitOutAsync(item, CancellationToken.None).AsTask());

        Assert.Equal(5, Assert.Single(waits.GetMeasurementSnapshot()).Value, 3);
    }

    private void HoldEverybody()
    {
        Serve();
        End(Enter().Permit.Number, AttemptOutcome.Throttled, retryAfter: 9);
    }
}
