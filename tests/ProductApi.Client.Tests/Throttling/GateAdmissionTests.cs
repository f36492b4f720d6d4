using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

public sealed class GateAdmissionTests : GateTest
{
    [Fact]
    public void Without_push_backs_everybody_up_to_MaxConcurrency_may_send_at_once()
    {
        Assert.Equal(Enumerable.Range(1, 20).Select(i => (long)i), EnterMany(20));

        Assert.Equal(0, Now);
        Assert.False(IsHeld());
        Assert.Equal(new ThrottleReport(0, 0, TimeSpan.Zero, null), Gate.Report);
    }

    [Fact]
    public void Who_finds_no_room_looks_again_until_somebody_is_done()
    {
        EnterMany(20);
        var waiting = EnterAsync();
        Pass(0.22);
        Assert.False(waiting.IsCompleted);

        Abandon(1);

        Assert.Equal(21, Time.Run(() => waiting).Permit.Number);
        Assert.Equal(0.25, Now, 6);
        Assert.Equal(0.25, Gate.Report.HeldBack.TotalSeconds, 6);
    }

    [Fact]
    public void Who_comes_later_does_not_overtake()
    {
        EnterMany(20);
        var first = EnterAsync();
        Abandon(1);

        var second = EnterAsync();

        Assert.False(second.IsCompleted);
        Assert.Equal(21, Time.Run(() => first).Permit.Number);
        Abandon(2);
        Assert.Equal(22, Time.Run(() => second).Permit.Number);
    }

    [Fact]
    public void A_wait_that_is_cancelled_leaves_the_turn_to_the_next()
    {
        Fail(8);
        using var cancellation = new CancellationTokenSource();
        var cancelled = EnterAsync(cancellationToken: cancellation.Token);
        var next = EnterAsync();
        cancellation.Cancel();

        Assert.NotEqual(0, Time.Run(() => next).Permit.Number);
        Assert.True(cancelled.IsCanceled);
        Assert.Equal(0.5, Now, 6);
    }

    [Fact]
    public async Task Who_has_cancelled_before_does_not_enter()
    {
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => EnterAsync(cancellationToken: cancelled));

        Assert.Equal(Enumerable.Range(1, 20).Select(i => (long)i), EnterMany(20));
        Assert.Equal(0, Now);
    }

    [Fact]
    public void The_times_held_back_add_up()
    {
        EnterMany(2);
        End(2, AttemptOutcome.Throttled, retryAfter: 3);
        Enter();
        Pass(5);
        End(Enter().Permit.Number, AttemptOutcome.Throttled, retryAfter: 2);

        Enter();

        Assert.Equal((10, 5, 2), (Now, Gate.Report.HeldBack.TotalSeconds, Gate.Report.Pushbacks));
    }

    [Fact]
    public void Giving_up_ends_the_time_held_back_too()
    {
        Options.OutagePatience = TimeSpan.FromSeconds(3);
        EnterMany(20);
        var waiting = EnterAsync();
        Pass(1);
        Fail(8);
        Pass(3.1);
        Fail(1);

        Assert.Equal(FetchErrorKind.Unavailable, Time.Run(() => waiting).GiveUp?.Kind);
        var held = Gate.Report.HeldBack;
        Pass(10);
        Abandon(1);
        Enter();
        Assert.Equal(held, Gate.Report.HeldBack);
        Assert.InRange(held.TotalSeconds, 4, 4.3);
    }

    [Fact]
    public void Waits_and_push_backs_are_measured()
    {
        using var waits = Collect<double>("productapi.client.throttle.wait");
        using var pushbacks = Collect<long>("productapi.client.throttle.pushbacks");

        EnterMany(2);
        End(1, AttemptOutcome.Throttled, retryAfter: 3);
        End(2, AttemptOutcome.Throttled, retryAfter: 3);
        Enter();

        Assert.Equal([3.0], waits.GetMeasurementSnapshot().Select(wait => Math.Round(wait.Value, 6)));
        Assert.Equal(2, pushbacks.GetMeasurementSnapshot().EvaluateAsCounter());
    }

    [Fact]
    public void Pauses_are_told_and_kept_whenever_they_begin()
    {
        Serve();
        Pass(10);
        Serve(QuotaOf(remaining: 0, reset: 5));

        Enter();

        Assert.Equal(15, Now, 6);
        Assert.Equal(5.0, double.Parse(Logs.GetSnapshot()[0].GetStructuredStateValue("PauseSeconds")!, CultureInfo.InvariantCulture), 6);
    }

    [Fact]
    public void A_listener_that_throws_gives_the_place_back()
    {
        Options.MaxConcurrency = 1;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name == "productapi.client.throttle.wait")
                    self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>((_, _, _, _) => throw new InvalidOperationException("No."));
        listener.Start();
        End(Enter().Permit.Number, AttemptOutcome.Throttled, retryAfter: 3);

        Assert.Throws<InvalidOperationException>(() => Enter());

        Assert.Equal(3, Enter().Permit.Number);
        Assert.Equal(3, Now, 1);
    }

    private MetricCollector<T> Collect<T>(string name)
        where T : struct => new(Meters, "ProductApi.Client", name);

    [Fact]
    public void Where_fewer_may_be_in_flight_who_waits_leaves_when_one_ends()
    {
        Options.MaxConcurrency = 3;
        Fail(1, AttemptOutcome.Crowded);
        var numbers = EnterMany(2);

        Time.Run(async () =>
        {
            var waiting = EnterAsync();
            await Task.Delay(TimeSpan.FromSeconds(0.02), Time);
            End(numbers[0], AttemptOutcome.Served);
            await waiting;
        });

        Assert.Equal(0.02, Now, 6);
    }
}
