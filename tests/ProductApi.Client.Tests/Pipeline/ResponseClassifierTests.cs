using System.Net;
using Microsoft.Extensions.Time.Testing;
using ProductApi.Client.Pipeline;
using ProductApi.Client.Tests.Support;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Pipeline;

/// <summary>What an answer asks for, by its status and whether it announces a wait.</summary>
public sealed class ResponseClassifierTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Now);

    [Theory]
    [Trait("Contract", "24")]
    [InlineData(429, nameof(AttemptOutcome.Throttled), 0)]
    [InlineData(420, nameof(AttemptOutcome.Throttled), 0)]
    [InlineData(403, nameof(AttemptOutcome.Throttled), 0)]
    [InlineData(430, nameof(AttemptOutcome.Throttled), 0)]
    [InlineData(503, nameof(AttemptOutcome.Busy), 0)]
    [InlineData(529, nameof(AttemptOutcome.Busy), 0)]
    [InlineData(408, nameof(AttemptOutcome.Faulted), 3)]
    [InlineData(425, nameof(AttemptOutcome.Faulted), 3)]
    [InlineData(500, nameof(AttemptOutcome.Faulted), 3)]
    [InlineData(501, nameof(AttemptOutcome.Faulted), 3)]
    [InlineData(502, nameof(AttemptOutcome.Faulted), 3)]
    [InlineData(504, nameof(AttemptOutcome.Faulted), 3)]
    [InlineData(505, nameof(AttemptOutcome.Faulted), 3)]
    [InlineData(509, nameof(AttemptOutcome.Faulted), 3)]
    [InlineData(598, nameof(AttemptOutcome.Faulted), 3)]
    [InlineData(202, nameof(AttemptOutcome.Served), 3)]
    [InlineData(400, nameof(AttemptOutcome.Served), 3)]
    [InlineData(409, nameof(AttemptOutcome.Served), 3)]
    [InlineData(423, nameof(AttemptOutcome.Served), 3)]
    [InlineData(499, nameof(AttemptOutcome.Served), 3)]
    [InlineData(401, nameof(AttemptOutcome.Served), 0)]
    [InlineData(404, nameof(AttemptOutcome.Served), 0)]
    [InlineData(410, nameof(AttemptOutcome.Served), 0)]
    [InlineData(301, nameof(AttemptOutcome.Served), 0)]
    public void An_announced_wait_is_honoured_whatever_the_status_but_for_those_no_wait_can_mend(int status, string outcome, double ownWait)
    {
        using var response = ScriptedServer.Status((HttpStatusCode)status, "3");

        var verdict = new ResponseClassifier(new(), _time).Judge(response)!;

        Assert.Equal((outcome, ownWait), ($"{verdict.Outcome}", verdict.OwnWait));
        Assert.Equal(3, verdict.Wait.TotalSeconds);
        Assert.Equal(outcome is nameof(AttemptOutcome.Throttled) or nameof(AttemptOutcome.Busy) ? 3 : 0, verdict.PushBackWait);
    }

    [Theory]
    [Trait("Contract", "24")]
    [InlineData(403, nameof(AttemptOutcome.Served))]
    [InlineData(430, nameof(AttemptOutcome.Served))]
    [InlineData(409, nameof(AttemptOutcome.Served))]
    [InlineData(501, nameof(AttemptOutcome.Served))]
    [InlineData(505, nameof(AttemptOutcome.Served))]
    [InlineData(420, nameof(AttemptOutcome.Throttled))]
    [InlineData(529, nameof(AttemptOutcome.Busy))]
    [InlineData(598, nameof(AttemptOutcome.Faulted))]
    public void Without_a_wait_the_status_alone_decides(int status, string outcome)
    {
        using var response = ScriptedServer.Status((HttpStatusCode)status);

        var verdict = new ResponseClassifier(new(), _time).Judge(response)!;

        Assert.Equal((outcome, 0, TimeSpan.Zero), ($"{verdict.Outcome}", verdict.OwnWait, verdict.Wait));
    }

    [Fact]
    [Trait("Contract", "24")]
    public void A_403_with_a_used_up_quota_is_a_push_back()
    {
        using var response = ScriptedServer.Status(HttpStatusCode.Forbidden);
        response.Headers.TryAddWithoutValidation("X-RateLimit-Remaining", "0");
        response.Headers.TryAddWithoutValidation("X-RateLimit-Reset", "60");

        var verdict = new ResponseClassifier(new(), _time).Judge(response)!;

        Assert.Equal(AttemptOutcome.Throttled, verdict.Outcome);
        Assert.Equal(60, verdict.Quota!.Value.Reset.TotalSeconds);
    }

    [Theory]
    [Trait("Contract", "25")]
    [InlineData("86400", 86_400)]
    [InlineData("Fri, 02 Jan 2026 12:00:00 GMT", 1)]
    public void A_wait_that_only_a_clock_makes_too_long_is_asked_about_again(string retryAfter, double ownWait)
    {
        using var response = ScriptedServer.Status(HttpStatusCode.BadGateway, retryAfter);

        var verdict = new ResponseClassifier(new(), _time).Judge(response)!;

        Assert.Equal(ownWait, verdict.OwnWait);
        Assert.Equal(86_400, verdict.Wait.TotalSeconds);
    }

    [Fact]
    [Trait("Contract", "24")]
    public void A_product_that_says_when_to_come_again_asks_for_nothing()
    {
        using var response = ScriptedServer.Status(HttpStatusCode.OK, "60");

        Assert.Null(new ResponseClassifier(new(), _time).Judge(response));
    }
}
