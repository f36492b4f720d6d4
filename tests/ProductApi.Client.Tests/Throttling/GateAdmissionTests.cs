using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

public sealed class GateAdmissionTests : GateTest
{
    [Fact]
    public void Who_comes_later_does_not_overtake()
    {
        EnterMany(20);
        var first = Gate.EnterAsync(long.MaxValue, CancellationToken.None).AsTask();
        Gate.OnAbandoned();

        var second = Gate.EnterAsync(long.MaxValue, CancellationToken.None).AsTask();

        Assert.False(second.IsCompleted);
        Assert.Equal(21, Time.Run(() => first).Sequence);
        Gate.OnAbandoned();
        Assert.Equal(22, Time.Run(() => second).Sequence);
    }

    [Fact]
    public void A_success_ends_the_wait_for_the_next_probe()
    {
        Enter();
        Fail(8);
        var waiting = Gate.EnterAsync(long.MaxValue, CancellationToken.None).AsTask();
        Pass(0.22);

        End(1, AttemptOutcome.Served);

        Time.Run(() => waiting);
        Assert.Equal(0.25, Now, 6);
    }

    [Fact]
    public void The_times_held_back_add_up()
    {
        EnterMany(2);
        End(2, AttemptOutcome.Throttled, retryAfter: 3);
        Enter();
        Pass(5);
        End(Enter().Sequence, AttemptOutcome.Throttled, retryAfter: 2);

        Enter();

        Assert.Equal((10, 5, 2), (Now, Gate.Report.HeldBack.TotalSeconds, Gate.Report.Pushbacks));
    }

    [Fact]
    public void A_refusal_ends_the_time_held_back_too()
    {
        Options.OutagePatience = TimeSpan.FromSeconds(3);
        EnterMany(20);
        var waiting = Gate.EnterAsync(0, CancellationToken.None).AsTask();
        Pass(1);
        Fail(8);
        Pass(3.1);

        Assert.Equal(FetchErrorKind.Unavailable, Time.Run(() => waiting).Refusal?.Kind);
        var held = Gate.Report.HeldBack;
        Pass(10);
        Gate.OnAbandoned();
        Enter();
        Assert.Equal(held, Gate.Report.HeldBack);
        Assert.InRange(held.TotalSeconds, 6, 6.2);
    }

    [Fact]
    public void A_throttled_host_keeps_its_pace_however_long_it_served_nobody()
    {
        EnterMany(20);
        Pass(2);
        End(5, AttemptOutcome.Throttled);
        Pass(5);

        End(6, AttemptOutcome.Throttled);

        Assert.NotNull(Gate.Report.Pace);
    }

    [Fact]
    public void Waits_and_push_backs_are_measured()
    {
        using var waits = Collect<double>("productapi.client.throttle.wait");
        using var pushbacks = Collect<long>("productapi.client.throttle.pushbacks");

        Fail(8);
        Pass(1);
        EnterMany(2);
        End(1, AttemptOutcome.Throttled, retryAfter: 3);
        End(2, AttemptOutcome.Throttled, retryAfter: 3);
        Enter();

        Assert.Equal([0.5, 3.0], waits.GetMeasurementSnapshot().Select(wait => Math.Round(wait.Value, 6)));
        Assert.Equal(2, pushbacks.GetMeasurementSnapshot().EvaluateAsCounter());
    }

    [Fact]
    public void What_was_served_since_the_last_push_back_makes_the_next_cut_shallower()
    {
        EnterMany(20);
        Pass(2);
        End(5, AttemptOutcome.Throttled);
        for (var sequence = 6; sequence <= 20; sequence++)
            End(sequence, AttemptOutcome.Served);
        Pass(4);
        EnterMany(2);

        End(22, AttemptOutcome.Throttled);

        // 15 served in 4.2 s of a pace of 5.
        Assert.InRange(Gate.Report.Pace!.Value, 4.2, 4.3);
    }

    [Fact]
    public void Patience_for_an_outage_begins_after_a_wait_that_was_announced()
    {
        Options.OutagePatience = TimeSpan.FromSeconds(3);
        EnterMany(2);
        Fail(1, AttemptOutcome.Throttled);
        End(2, AttemptOutcome.Throttled, retryAfter: 100);

        Assert.Null(Enter(0).Refusal);
        Assert.Equal(100, Now, 6);
    }

    [Fact]
    public void A_short_wait_as_long_as_MaxRetryAfter_binds_its_item_alone()
    {
        Options.MaxRetryAfter = TimeSpan.FromSeconds(0.5);
        EnterMany(2);

        Assert.Equal(0.5, End(2, AttemptOutcome.Throttled, retryAfter: 0.5).TotalSeconds);

        Enter();
        Assert.InRange(Now, 0.02, 0.1);
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
        End(Enter().Sequence, AttemptOutcome.Throttled, retryAfter: 3);

        Assert.Throws<InvalidOperationException>(() => Enter());

        Assert.Equal(3, Enter().Sequence);
        Assert.Equal(3, Now, 1);
    }

    private MetricCollector<T> Collect<T>(string name)
        where T : struct => new(Meters, "ProductApi.Client", name);
}
