using System.Net;
using ProductApi.Client.Headers;
using ProductApi.Client.Pipeline;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

public sealed class GateQuotaTests : GateTest
{
    [Fact]
    public void No_more_are_in_flight_than_the_host_says_are_left()
    {
        Serve(QuotaOf(remaining: 3, reset: 10));

        EnterMany(3);
        Assert.Equal(0, Now);
        Enter();
        Assert.Equal(10, Now, 6);
    }

    [Fact]
    public void A_used_up_quota_of_a_served_request_holds_everybody_and_leaves_the_pace_alone()
    {
        Serve();

        Serve(QuotaOf(remaining: 0, reset: 5));

        Assert.True(IsHeld());
        Assert.Equal((1, null), (Gate.Report.Pushbacks, Gate.Report.Pace));
        Enter();
        Assert.Equal(5, Now, 6);
    }

    [Theory]
    [InlineData(0, 0, HttpStatusCode.OK, 0)]
    [InlineData(1, 5, HttpStatusCode.OK, 0)]
    [InlineData(0, 5, HttpStatusCode.BadGateway, 0)]
    [InlineData(0, 5, HttpStatusCode.TooManyRequests, 1)]
    [InlineData(0, 5, HttpStatusCode.OK, 1)]
    [InlineData(0, 0.5, HttpStatusCode.OK, 1)]
    public void Only_a_served_request_that_left_nothing_pushes_back_by_its_quota(
        long remaining, double reset, HttpStatusCode status, int pushbacks)
    {
        Serve();

        End(Enter().Permit.Number, ResponseClassifier.Classify(status), quota: QuotaOf(remaining, reset));

        Assert.Equal(pushbacks, Gate.Report.Pushbacks);
    }

    [Fact]
    public void A_quota_that_fills_in_a_year_fails_nobody_and_ends_when_a_canary_is_served()
    {
        Serve();
        Serve(QuotaOf(remaining: 0, reset: 31_536_000));

        var look = Enter().Permit;

        Assert.Equal((0.5, Address), (Now, look.CanaryAddress));
        look.Complete(new SendResult(AttemptOutcome.Served, 0, QuotaOf(remaining: 0, reset: 31_536_000)));
        Assert.Null(Enter().GiveUp);
        Assert.Equal(0.5, Now, 6);
    }

    [Fact]
    public void A_reset_told_as_a_point_in_time_is_looked_at_a_second_early_by_an_item()
    {
        Serve();
        Serve(new Quota(0, TimeSpan.FromSeconds(5), IsPointInTime: true));

        var look = Enter().Permit;

        Assert.Equal((4, null), (Now, look.CanaryAddress));
    }

    [Fact]
    public void A_used_up_quota_is_told_once()
    {
        Serve();
        Serve(QuotaOf(remaining: 0, reset: 5));

        var line = Assert.Single(Logs.GetSnapshot());

        Assert.Equal(
            "https://products.test/ pushes back (quota used up): pausing for 5.00 s and slowing down; nothing is lost", line.Message);
    }
}
