using System.Net;
using ProductApi.Client.Pipeline;

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
    public void A_used_up_quota_of_a_served_request_holds_everybody_and_counts_as_a_push_back()
    {
        Serve();

        Serve(QuotaOf(remaining: 0, reset: 5));

        Assert.True(Gate.IsHeld);
        Assert.Equal(1, Gate.Report.Pushbacks);
        Enter();
        Assert.Equal(5, Now, 6);
    }

    [Fact]
    public void The_first_send_of_all_that_uses_up_the_quota_waits_without_being_a_push_back()
    {
        Serve(QuotaOf(remaining: 0, reset: 5));

        Assert.False(Gate.IsHeld);
        Assert.Equal(0, Gate.Report.Pushbacks);
        Enter();
        Assert.Equal(5, Now, 6);
    }

    [Theory]
    [InlineData(0, 0, HttpStatusCode.OK, 0)]
    [InlineData(1, 5, HttpStatusCode.OK, 0)]
    [InlineData(0, 5, HttpStatusCode.BadGateway, 0)]
    [InlineData(0, 5, HttpStatusCode.TooManyRequests, 1)]
    [InlineData(0, 5, HttpStatusCode.OK, 1)]
    public void Only_a_served_request_that_left_nothing_pushes_back_by_its_quota(
        long remaining, double reset, HttpStatusCode status, int pushbacks)
    {
        Serve();

        End(Enter().Sequence, AttemptClassifier.Classify(status), quota: QuotaOf(remaining, reset));

        Assert.Equal(pushbacks, Gate.Report.Pushbacks);
    }

    [Theory]
    [InlineData(600, null)]
    [InlineData(601, FetchErrorKind.RateLimited)]
    public void A_quota_that_fills_later_than_MaxRetryAfter_is_refused_at_once(double reset, FetchErrorKind? kind)
    {
        Serve(QuotaOf(remaining: 0, reset));

        var refusal = Enter().Refusal;

        Assert.Equal(kind, refusal?.Kind);
        Assert.Equal(kind is null ? null : reset, refusal?.Wait.TotalSeconds);
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
