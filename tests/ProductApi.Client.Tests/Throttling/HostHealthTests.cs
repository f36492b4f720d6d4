using System.Net;
using ProductApi.Client.Pipeline;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

public sealed class HostHealthTests
{
    private readonly HostHealth _host = new(new ProductClientOptions { MaxConcurrency = 4, OutagePatience = TimeSpan.FromSeconds(60) });

    [Fact]
    public void Eight_failures_in_a_row_open_the_circuit_for_half_a_second()
    {
        Assert.All(Enumerable.Range(1, 7), _ => Assert.False(Fail(10)));
        Assert.False(_host.IsDown);

        Assert.True(Fail(10));

        Assert.True(_host.IsDown);
        Assert.Equal((10.5, 10.5, 8), (_host.OpenUntil, _host.BlockedUntil, _host.Failures));
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
    public void A_success_closes_it_and_forgets_the_trouble()
    {
        GoDown(10);
        Fail(_host.OpenUntil);
        _host.OnAnnouncedWait(1000);
        _host.OnSend(20);

        _host.OnServed(30);

        Assert.False(_host.IsDown);
        Assert.Equal((0, 0), (_host.OpenUntil, _host.BlockedUntil));
        Assert.False(_host.IsPatienceOver(1_000_000));
        GoDown(40);
        Assert.Equal(40.5, _host.OpenUntil);
        Assert.False(_host.IsPatienceOver(100));
        Assert.True(_host.IsPatienceOver(100.1));
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    public void A_refusal_is_trouble_but_does_not_open_the_circuit(HttpStatusCode status)
    {
        var outcome = AttemptClassifier.Classify(status);

        Assert.All(Enumerable.Range(1, 100), _ => Assert.False(_host.OnFailure(10, outcome, timedOut: false, "429")));

        Assert.False(_host.IsDown);
        Assert.Equal((100, "429"), (_host.Failures, _host.LastFailure));
        Assert.True(_host.IsPatienceOver(71));
    }

    [Fact]
    public void Patience_begins_with_the_first_failure_and_after_what_was_announced()
    {
        Assert.False(_host.IsPatienceOver(1000));
        Fail(10);
        Fail(50);

        Assert.False(_host.IsPatienceOver(70));
        Assert.True(_host.IsPatienceOver(70.1));

        _host.OnAnnouncedWait(100);
        _host.OnAnnouncedWait(5);
        Assert.False(_host.IsPatienceOver(170));
        Assert.True(_host.IsPatienceOver(170.1));
    }

    [Fact]
    public void Two_seconds_without_a_success_are_quiet()
    {
        _host.OnServed(10);

        Assert.False(_host.IsQuiet(12));
        Assert.True(_host.IsQuiet(12.1));
    }

    [Fact]
    public void A_host_that_is_down_gets_one_probe_each_half_second()
    {
        _host.OnServed(10);
        GoDown(10);

        _host.OnSend(10.5);

        Assert.Equal((10.5, 11), (_host.OpenUntil, _host.BlockedUntil));
    }

    [Theory]
    [InlineData(12.1, true, 12.6)]
    [InlineData(11.9, true, 0)]
    [InlineData(12.1, false, 0)]
    public void A_quiet_host_in_trouble_gets_one_request_at_a_time(double now, bool isTrouble, double blockedUntil)
    {
        _host.OnServed(10);
        if (isTrouble)
            Fail(11);

        _host.OnSend(now);

        Assert.Equal(blockedUntil, _host.BlockedUntil, 6);
    }

    [Fact]
    public void Timeouts_lower_how_many_may_be_in_flight_to_one_and_successes_raise_it_again()
    {
        Assert.Equal(4, _host.Limit);
        Fail(1);
        Assert.Equal(4, _host.Limit);
        _host.OnFailure(1, AttemptOutcome.Faulted, timedOut: true, null);
        Assert.Equal(3, _host.Limit);
        for (var i = 0; i < 5; i++)
            _host.OnFailure(1, AttemptOutcome.Faulted, timedOut: true, null);
        Assert.Equal(1, _host.Limit);

        _host.OnServed(2);
        Assert.Equal(1.2, _host.Limit, 6);
        _host.OnServed(2);
        Assert.Equal(1.2 + (1 / 6.0), _host.Limit, 6);
        for (var i = 0; i < 100; i++)
            _host.OnServed(2);
        Assert.Equal(4, _host.Limit);
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

    private bool Fail(double now) => _host.OnFailure(now, AttemptOutcome.Faulted, timedOut: false, "500 InternalServerError");

    private void GoDown(double now)
    {
        for (var i = 0; i < 8; i++)
            Fail(now);
    }
}
