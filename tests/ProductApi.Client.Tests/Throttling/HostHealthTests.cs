using System.Net;
using ProductApi.Client.Pipeline;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

public sealed class HostHealthTests
{
    private readonly HostHealth _host = new(new ProductClientOptions
    {
        MaxConcurrency = 8,
        OutagePatience = TimeSpan.FromSeconds(60),
        MaxRetryAfter = TimeSpan.FromSeconds(100),
    });

    [Fact]
    public void Eight_failures_in_a_row_open_the_circuit_for_half_a_second()
    {
        Assert.All(Enumerable.Range(1, 7), _ => Assert.False(Fail(10)));
        Assert.False(_host.IsDown);

        Assert.True(Fail(10));

        Assert.True(_host.IsDown);
        Assert.Equal(10.5, _host.OpenUntil);
    }

    [Fact]
    public void What_fails_while_the_circuit_is_open_is_an_echo()
    {
        GoDown(10);

        Assert.False(Fail(10.49));
        Assert.Equal(10.5, _host.OpenUntil);
        Assert.True(Fail(10.5));
        Assert.Equal(11.5, _host.OpenUntil);
    }

    [Fact]
    public void Every_failed_probe_opens_it_for_longer_up_to_five_seconds()
    {
        GoDown(0);
        List<double> openings = [_host.OpenUntil];
        for (var i = 0; i < 6; i++)
        {
            var probe = _host.OpenUntil;
            Assert.True(Fail(probe));
            openings.Add(_host.OpenUntil - probe);
        }

        Assert.Equal([0.5, 1, 2, 4, 5, 5, 5], openings);
    }

    [Fact]
    public void A_host_that_turns_out_to_be_down_has_its_limit_back_when_a_probe_fails()
    {
        Serve(10);
        for (var i = 0; i < 8; i++)
        {
            _host.OnUnreachable(10.1);
            Fail(10.1);
        }

        Assert.InRange(_host.Limit, 1, 2);

        Fail(_host.OpenUntil);
        Assert.Equal(8, _host.Limit);
    }

    [Fact]
    public void A_host_that_is_down_has_its_limit_back_although_answers_of_before_came_between_refused_connections()
    {
        Serve(10);
        for (var i = 0; i < 6; i++)
        {
            _host.OnUnreachable(10.1);
            Serve(10.1);
        }

        GoDown(10.2);
        Assert.InRange(_host.Limit, 2, 4);

        Fail(_host.OpenUntil);
        Assert.Equal(8, _host.Limit);
    }

    [Fact]
    public void A_host_that_is_down_has_its_limit_back_when_the_probe_of_another_process_fails()
    {
        Serve(10);
        _host.OnUnreachable(10.1);
        GoDown(10.2);

        _host.OnOpenedElsewhere(until: 10.7, openingsInARow: 1);
        Assert.Equal(7, _host.Limit);

        _host.OnOpenedElsewhere(until: 11.7, openingsInARow: 2);
        Assert.Equal(8, _host.Limit);
    }

    [Fact]
    public void A_standstill_of_the_process_is_not_counted_as_patience()
    {
        _host.OnStep(0);
        for (var i = 0; i < 8; i++)
            Fail(0);
        _host.OnStep(10);
        _host.OnStep(10 + 50);

        Assert.False(_host.IsPatienceOver(109));
        Assert.True(_host.IsPatienceOver(111));
    }

    [Fact]
    public void Ten_minutes_after_the_last_step_an_outage_is_forgotten()
    {
        _host.OnStep(0);
        for (var i = 0; i < 8; i++)
            Fail(0);
        _host.OnTimeout(0.1, leftAt: 0);
        Assert.Equal((true, 4), (_host.IsDown, _host.Limit));

        _host.OnStep(590);
        Assert.True(_host.IsDown);
        _host.OnStep(1_200);

        Assert.Equal((false, true, 8), (_host.IsDown, _host.IsWell, _host.Limit));
    }

    [Fact]
    public void A_limit_lowered_long_before_the_host_went_down_stays_lowered()
    {
        Serve(10);
        _host.OnUnreachable(10.1);
        Serve(12);
        GoDown(12.2);
        Fail(_host.OpenUntil);

        Assert.InRange(_host.Limit, 7, 7.1);
    }

    [Fact]
    public void A_success_closes_it_and_forgets_the_trouble()
    {
        GoDown(10);
        Fail(_host.OpenUntil);
        _host.OnToldToWait();
        _host.OnProbe(20);

        Serve(30);

        Assert.False(_host.IsDown);
        Assert.Equal((0, 0), (_host.OpenUntil, _host.ProbeUntil));
        Assert.False(_host.IsPatienceOver(1_000_000));
        GoDown(40);
        Assert.Equal(40.5, _host.OpenUntil);
        Assert.False(_host.IsPatienceOver(100));
        Assert.True(_host.IsPatienceOver(100.1));
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests, true)]
    [InlineData(HttpStatusCode.ServiceUnavailable, false)]
    public void A_refusal_is_trouble_but_does_not_open_the_circuit(HttpStatusCode status, bool isThrottled)
    {
        var outcome = ResponseClassifier.Classify(status);

        Assert.All(Enumerable.Range(1, 100), _ => Assert.False(_host.OnFailure(10, outcome, "429")));

        Assert.False(_host.IsDown);
        Assert.Equal(("429", isThrottled), (_host.LastFailure, _host.IsOnlyThrottled));
        Assert.True(_host.IsPatienceOver(71));
    }

    [Theory]
    [InlineData("429 500")]
    [InlineData("500 429")]
    [InlineData("429 503")]
    public void Whether_only_429s_were_heard_is_known_of_the_present_trouble(string heard)
    {
        foreach (var status in heard.Split(' '))
            _host.OnFailure(10, ResponseClassifier.Classify((HttpStatusCode)int.Parse(status, null)), status);
        Assert.False(_host.IsOnlyThrottled);

        Serve(11);
        _host.OnFailure(12, AttemptOutcome.Throttled, "429");

        Assert.True(_host.IsOnlyThrottled);
    }

    [Fact]
    public void Patience_is_over_so_long_after_the_first_failure()
    {
        GoDown(10);

        Assert.False(_host.IsPatienceOver(70));
        Assert.True(_host.IsPatienceOver(70.1));
    }

    [Fact]
    public void Whoever_is_told_to_wait_is_patient_for_as_long_as_is_waited_for()
    {
        GoDown(10);
        _host.OnToldToWait();

        Assert.False(_host.IsPatienceOver(110));
        Assert.True(_host.IsPatienceOver(110.1));
    }

    [Fact]
    public void Fewer_than_eight_failures_end_no_patience()
    {
        for (var i = 0; i < 7; i++)
            Fail(10);

        Assert.False(_host.IsPatienceOver(1000));
    }

    [Theory]
    [InlineData(2, 0, false)]
    [InlineData(2.1, 0, true)]
    [InlineData(5.9, 2, false)]
    [InlineData(6.1, 2, true)]
    public void Two_seconds_or_three_intervals_of_trouble_without_a_success_are_quiet(double silence, double interval, bool isQuiet)
    {
        Assert.False(_host.IsQuiet(silence, interval));

        Fail(10);

        Assert.Equal(isQuiet, _host.IsQuiet(silence, interval));
        Assert.Equal(isQuiet, _host.IsProbe(silence, interval));
    }

    [Fact]
    public void A_trouble_that_lasted_long_is_expected_again_unless_a_canary_ended_it()
    {
        Fail(10);
        Serve(15);
        Fail(20);
        Assert.False(_host.IsQuiet(silence: 15, interval: 0));
        Assert.True(_host.IsQuiet(silence: 15.1, interval: 0));

        _host.OnServed(60, isCanary: true);

        Fail(61);
        Assert.True(_host.IsQuiet(silence: 15.1, interval: 0));
    }

    [Fact]
    public void Beside_a_probe_nobody_sends_for_half_a_second()
    {
        _host.OnProbe(10.5);

        Assert.Equal(11, _host.ProbeUntil);
    }

    [Fact]
    public void Time_outs_halve_how_many_may_be_in_flight_once_for_all_under_way()
    {
        _host.OnTimeout(now: 10, leftAt: 0);
        _host.OnTimeout(now: 10, leftAt: 5);
        Assert.Equal(4, _host.Limit);

        for (var now = 20; now <= 50; now += 10)
            _host.OnTimeout(now, leftAt: now - 10);

        Assert.Equal(1, _host.Limit);
    }

    [Fact]
    public void Successes_raise_it_again_five_times_the_limit_for_one_more()
    {
        for (var now = 10; now <= 40; now += 10)
            _host.OnTimeout(now, leftAt: now - 10);

        Serve(50);
        Assert.Equal(1.2, _host.Limit, 6);
        Serve(50);
        Assert.Equal(1.2 + (1 / 6.0), _host.Limit, 6);
        for (var i = 0; i < 200; i++)
            Serve(50);
        Assert.Equal(8, _host.Limit);
    }

    [Fact]
    public void A_quick_canary_allows_all_at_once()
    {
        _host.OnTimeout(now: 10, leftAt: 0);

        _host.OnQuickCanary();

        Assert.Equal(8, _host.Limit);
    }

    [Theory]
    [InlineData(11.9, 7)]
    [InlineData(12, 8)]
    public void A_refused_connection_is_one_too_many_while_others_are_served(double now, double limit)
    {
        Serve(10);
        Assert.Equal(now < 12, _host.IsServing(now));

        _host.OnUnreachable(now);

        Assert.Equal(limit, _host.Limit);
    }

    [Fact]
    public void A_host_that_never_served_anybody_is_not_serving()
    {
        Assert.False(_host.IsServing(0.1));
        Serve(10);
        GoDown(10);
        Assert.False(_host.IsServing(10.1));
    }

    [Theory]
    [InlineData(3, 13)]
    [InlineData(0, 10.1)]
    [InlineData(0.05, 10.1)]
    public void A_circuit_breaker_of_somebody_elses_is_waited_for_at_least_a_tenth_of_a_second(double retryAfter, double openUntil)
    {
        _host.OnCircuitOpen(10, retryAfter);

        Assert.Equal(openUntil, _host.OpenUntil, 6);
        _host.OnCircuitOpen(5, 0);
        Assert.Equal(openUntil, _host.OpenUntil, 6);
    }

    private void Serve(double now) => _host.OnServed(now, isCanary: false);

    private bool Fail(double now) => _host.OnFailure(now, AttemptOutcome.Faulted, "500 InternalServerError");

    private void GoDown(double now)
    {
        for (var i = 0; i < 8; i++)
            Fail(now);
    }
}
