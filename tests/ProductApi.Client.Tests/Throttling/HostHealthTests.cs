using System.Net;
using ProductApi.Client.Pipeline;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

public sealed class HostHealthTests : HostHealthTest
{
    [Fact]
    public void Eight_failures_in_a_row_open_the_circuit_for_half_a_second()
    {
        Assert.All(Enumerable.Range(1, 7), _ => Assert.False(Fail(10)));
        Assert.False(Host.IsDown);

        Assert.True(Fail(10));

        Assert.True(Host.IsDown);
        Assert.Equal(10.5, Host.OpenUntil);
    }

    [Fact]
    public void What_fails_while_the_circuit_is_open_is_an_echo()
    {
        GoDown(10);

        Assert.False(Fail(10.49));
        Assert.Equal(10.5, Host.OpenUntil);
        Assert.True(Fail(10.5));
        Assert.Equal(11.5, Host.OpenUntil);
    }

    [Fact]
    public void Every_failed_probe_opens_it_for_longer_up_to_five_seconds()
    {
        GoDown(0);
        List<double> openings = [Host.OpenUntil];
        for (var i = 0; i < 6; i++)
        {
            var probe = Host.OpenUntil;
            Assert.True(Fail(probe));
            openings.Add(Host.OpenUntil - probe);
        }

        Assert.Equal([0.5, 1, 2, 4, 5, 5, 5], openings);
    }

    [Fact]
    public void A_success_closes_it_and_forgets_the_trouble()
    {
        GoDown(10);
        Fail(Host.OpenUntil);
        Host.OnToldToWait();
        Host.OnProbe(20);

        Serve(30);

        Assert.False(Host.IsDown);
        Assert.Equal((0, 0), (Host.OpenUntil, Host.ProbeUntil));
        Assert.False(Host.IsPatienceOver(1_000_000));
        GoDown(40);
        Assert.Equal(40.5, Host.OpenUntil);
        Assert.False(Host.IsPatienceOver(100));
        Assert.True(Host.IsPatienceOver(100.1));
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests, true)]
    [InlineData(HttpStatusCode.ServiceUnavailable, false)]
    public void A_refusal_is_trouble_but_does_not_open_the_circuit(HttpStatusCode status, bool isThrottled)
    {
        var outcome = ResponseClassifier.Classify(status);

        Assert.All(Enumerable.Range(1, 100), _ => Assert.False(Host.OnFailure(10, outcome, "429")));

        Assert.False(Host.IsDown);
        Assert.Equal(("429", isThrottled), (Host.LastFailure, Host.IsOnlyThrottled));
        Assert.True(Host.IsPatienceOver(71));
    }

    [Theory]
    [InlineData("429 500")]
    [InlineData("500 429")]
    [InlineData("429 503")]
    public void Whether_only_429s_were_heard_is_known_of_the_present_trouble(string heard)
    {
        foreach (var status in heard.Split(' '))
            Host.OnFailure(10, ResponseClassifier.Classify((HttpStatusCode)int.Parse(status, null)), status);
        Assert.False(Host.IsOnlyThrottled);

        Serve(11);
        Host.OnFailure(12, AttemptOutcome.Throttled, "429");

        Assert.True(Host.IsOnlyThrottled);
    }

    [Theory]
    [InlineData(2, 0, false)]
    [InlineData(2.1, 0, true)]
    [InlineData(5.9, 2, false)]
    [InlineData(6.1, 2, true)]
    public void Two_seconds_or_three_intervals_of_trouble_without_a_success_are_quiet(double silence, double interval, bool isQuiet)
    {
        Assert.False(Host.IsQuiet(silence, interval));

        Fail(10);

        Assert.Equal(isQuiet, Host.IsQuiet(silence, interval));
        Assert.Equal(isQuiet, Host.IsProbe(silence, interval));
    }

    [Fact]
    public void A_trouble_that_lasted_long_is_expected_again_unless_a_canary_ended_it()
    {
        Fail(10);
        Serve(15);
        Fail(20);
        Assert.False(Host.IsQuiet(silence: 15, interval: 0));
        Assert.True(Host.IsQuiet(silence: 15.1, interval: 0));

        Host.OnServed(60, isCanary: true);

        Fail(61);
        Assert.True(Host.IsQuiet(silence: 15.1, interval: 0));
    }

    [Fact]
    public void Beside_a_probe_nobody_sends_for_half_a_second()
    {
        Host.OnProbe(10.5);

        Assert.Equal(11, Host.ProbeUntil);
    }

    [Fact]
    public void A_host_that_never_served_anybody_is_not_serving()
    {
        Assert.False(Host.IsServing(0.1));
        Serve(10);
        GoDown(10);
        Assert.False(Host.IsServing(10.1));
    }

    [Theory]
    [InlineData(3, 13)]
    [InlineData(0, 10.1)]
    [InlineData(0.05, 10.1)]
    public void A_circuit_breaker_of_somebody_elses_is_waited_for_at_least_a_tenth_of_a_second(double retryAfter, double openUntil)
    {
        Host.OnCircuitOpen(10, retryAfter);

        Assert.Equal(openUntil, Host.OpenUntil, 6);
        Host.OnCircuitOpen(5, 0);
        Assert.Equal(openUntil, Host.OpenUntil, 6);
    }
}
