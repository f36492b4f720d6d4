using System.Net;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Throttling;

public sealed class PushbackTests : VirtualTimeTest
{
    [Theory]
    [Trait("Contract", "9")]
    [InlineData(HttpStatusCode.TooManyRequests, "2")]
    [InlineData(HttpStatusCode.TooManyRequests, null)]
    [InlineData(HttpStatusCode.ServiceUnavailable, "2")]
    [InlineData(HttpStatusCode.ServiceUnavailable, null)]
    public void A_push_back_is_not_charged_however_often_it_comes(HttpStatusCode status, string? retryAfter)
    {
        var server = ServerThat(
            request => request.Attempt <= 7 ? ScriptedServer.Status(status, retryAfter) : ScriptedServer.Product(request.Id));

        var result = Assert.Single(Fetch(server, 1, options => options.MaxRetryAttempts = 0));

        Assert.True(result.Succeeded, result.Error?.ToString());
        Assert.Equal(8, result.Attempts);
    }

    [Theory]
    [Trait("Contract", "9")]
    [InlineData("0.7", 0.7)]
    [InlineData("1", 1)]
    [InlineData("15", 15)]
    public void An_item_is_never_sent_again_before_its_own_Retry_After(string retryAfter, double seconds)
    {
        var server = ServerThat(request => request is { Id: "5", Attempt: <= 2 }
            ? ScriptedServer.Status(HttpStatusCode.TooManyRequests, retryAfter)
            : ScriptedServer.Product(request.Id));

        Fetch(server, 100);

        var sends = server.RequestsFor("5");
        Assert.Equal(3, sends.Count);
        Assert.All(sends.Zip(sends.Skip(1)), pair => Assert.True((pair.Second.At - pair.First.At).TotalSeconds >= seconds));
    }

    [Fact]
    [Trait("Contract", "9")]
    public void An_item_told_alone_to_wait_for_long_is_asked_once_more_at_once_and_then_never_before_its_time()
    {
        var server = ServerThat(request => request is { Id: "5", Attempt: <= 3 }
            ? ScriptedServer.Status(HttpStatusCode.TooManyRequests, "30")
            : ScriptedServer.Product(request.Id));

        var results = Fetch(server, 100);

        var sends = server.RequestsFor("5").Select(send => send.At).ToList();
        Assert.Equal(3, sends.Count);
        Assert.InRange((sends[1] - sends[0]).TotalSeconds, 0, 1.5);
        Assert.True((sends[2] - sends[1]).TotalSeconds >= 30);
        Assert.Equal(FetchErrorKind.RateLimited, Assert.Single(results, result => !result.Succeeded).Error?.Kind);
    }

    [Fact]
    [Trait("Contract", "9")]
    public void A_Retry_After_above_a_second_holds_the_whole_client_inner_retries_included()
    {
        DateTimeOffset? refusedAt = null;
        var server = ServerThat(request =>
        {
            if (request.Id == "21")
                refusedAt ??= Time.GetUtcNow();

            // Nobody is served meanwhile.
            if (refusedAt is { } since && Time.GetUtcNow() - since is var passed && passed < TimeSpan.FromSeconds(10))
                return ScriptedServer.Status(
                    HttpStatusCode.TooManyRequests, $"{Math.Ceiling((TimeSpan.FromSeconds(10) - passed).TotalSeconds)}");

            return request.Attempt == 1 && request.Number % 3 == 0
                ? ScriptedServer.Status(HttpStatusCode.InternalServerError)
                : ScriptedServer.Product(request.Id);
        });

        var results = Fetch(server, 200);

        Assert.All(results, result => Assert.True(result.Succeeded, result.Error?.ToString()));
        Assert.DoesNotContain(server.Requests, request => request.At > refusedAt && request.At < refusedAt + TimeSpan.FromSeconds(10));
    }

    [Fact]
    [Trait("Contract", "10")]
    public void A_wait_beyond_MaxRetryAfter_fails_its_item_alone_when_it_is_told_so_again()
    {
        var server = ServerThat(request => request.Id == "7"
            ? ScriptedServer.Status(HttpStatusCode.TooManyRequests, "86400")
            : ScriptedServer.Product(request.Id));

        var results = Fetch(server, 500);

        var failed = Assert.Single(results, result => !result.Succeeded);
        Assert.Equal("7", failed.ProductId.ToString());
        Assert.Equal(FetchErrorKind.RateLimited, failed.Error?.Kind);
        Assert.Equal(TimeSpan.FromDays(1), failed.Error?.RetryAfter);
        Assert.InRange(Time.Now.TotalSeconds, 5, 5.5);
    }

    [Fact]
    [Trait("Contract", "10")]
    public void When_everybody_is_told_to_wait_beyond_MaxRetryAfter_the_whole_client_stops()
    {
        var server = ServerThat(request => request.Number <= 500
            ? ScriptedServer.Product(request.Id)
            : ScriptedServer.Status(HttpStatusCode.TooManyRequests, "3600"));

        var results = Fetch(server, 2000);

        Assert.Equal(500, results.Count(result => result.Succeeded));
        Assert.All(results.Where(result => !result.Succeeded), result =>
        {
            Assert.Equal(FetchErrorKind.RateLimited, result.Error!.Kind);
            Assert.InRange(result.Error.RetryAfter!.Value.TotalSeconds, 3590, 3600);
        });
        Assert.InRange(Time.Now.TotalSeconds, 5, 6);
        Assert.InRange(server.Requests.Count, 501, 530);
    }

    [Fact]
    [Trait("Contract", "10")]
    public void One_id_asked_for_twice_is_no_second_witness()
    {
        var server = ServerThat(request => request.Id == "7"
            ? ScriptedServer.Status(HttpStatusCode.TooManyRequests, "86400")
            : ScriptedServer.Product(request.Id), latency: 0.05);
        var client = TestClient.Scripted(server, time: Time);

        var results = Time.Run(() => client.Products.FetchManyAsync([7, 7, 7, .. Enumerable.Range(100, 200)]));

        Assert.Equal(200, results.Count(result => result.Succeeded));
    }

    [Fact]
    [Trait("Contract", "10")]
    public void A_503_with_a_wait_beyond_MaxRetryAfter_is_RateLimited_like_a_429()
    {
        var server = ServerThat(_ => ScriptedServer.Status(HttpStatusCode.ServiceUnavailable, "86400"));

        var results = Fetch(server, 50);

        Assert.All(results, result => Assert.Equal(FetchErrorKind.RateLimited, result.Error?.Kind));
    }

    [Fact]
    [Trait("Contract", "9")]
    public void Without_patience_for_announced_waits_nothing_is_sent_inside_one()
    {
        var server = ServerThat(_ => ScriptedServer.Status(HttpStatusCode.TooManyRequests, "1"), latency: 0.01);

        Fetch(server, 50, options => options.MaxRetryAfter = TimeSpan.Zero);

        Assert.All(server.Requests.GroupBy(request => request.Id), sends => Assert.Single(sends));
    }

    [Theory]
    [Trait("Contract", "7")]
    [InlineData(520)]
    [InlineData(524)]
    [InlineData(530)]
    public void What_a_proxy_answers_for_a_dead_origin_is_an_outage_too(int status)
    {
        var server = ServerThat(
            request => Time.Now.TotalSeconds < 20 ? ScriptedServer.Status((HttpStatusCode)status) : ScriptedServer.Product(request.Id));

        Assert.All(Fetch(server, 200), result => Assert.True(result.Succeeded, result.Error?.ToString()));
    }

    [Theory]
    [Trait("Contract", "11")]
    [InlineData("429", FetchErrorKind.RateLimited, 1)]
    [InlineData("429", FetchErrorKind.RateLimited, 1000)]
    [InlineData("503", FetchErrorKind.Unavailable, 1)]
    [InlineData("503", FetchErrorKind.Unavailable, 1000)]
    [InlineData("500", FetchErrorKind.Unavailable, 1)]
    [InlineData("500", FetchErrorKind.Unavailable, 1000)]
    [InlineData("refused", FetchErrorKind.Network, 1)]
    [InlineData("refused", FetchErrorKind.Network, 100)]
    [InlineData("401", FetchErrorKind.Unauthorized, 1)]
    [InlineData("401", FetchErrorKind.Unauthorized, 2000)]
    public void One_bad_id_fails_with_its_own_error_and_stops_nobody(string fault, FetchErrorKind kind, int badId)
    {
        var server = ServerThat(request => request.Id != $"{badId}" ? ScriptedServer.Product(request.Id)
            : fault == "refused" ? throw Refused()
            : ScriptedServer.Status((HttpStatusCode)int.Parse(fault, null)));

        var results = Fetch(server, 2000);

        var failed = Assert.Single(results, result => !result.Succeeded);
        Assert.Equal($"{badId}", failed.ProductId.ToString());
        Assert.Equal(kind, failed.Error?.Kind);
        Assert.InRange(Time.Now.TotalSeconds, 20, 60);
    }

    [Theory]
    [Trait("Contract", "11")]
    [InlineData(HttpStatusCode.TooManyRequests, null, 1)]
    [InlineData(HttpStatusCode.TooManyRequests, null, 500)]
    [InlineData(HttpStatusCode.ServiceUnavailable, null, 1)]
    [Trait("Speed", "Slow")]
    public void One_bad_id_does_not_leave_its_pace_behind_on_a_fast_server(HttpStatusCode status, string? retryAfter, int badId)
    {
        var server = ServerThat(request => request.Id == $"{badId}"
            ? ScriptedServer.Status(status, retryAfter)
            : ScriptedServer.Product(request.Id), latency: 0.001);

        var results = Fetch(server, 10_000);

        Assert.Single(results, result => !result.Succeeded);
        Assert.InRange(Time.Now.TotalSeconds, 0.5, 8);
    }

    [Theory]
    [Trait("Contract", "11")]
    [InlineData(HttpStatusCode.TooManyRequests, "1", FetchErrorKind.RateLimited)]
    [InlineData(HttpStatusCode.TooManyRequests, null, FetchErrorKind.RateLimited)]
    [InlineData(HttpStatusCode.ServiceUnavailable, null, FetchErrorKind.Unavailable)]
    public void A_bad_id_that_is_left_alone_ends_within_seconds_with_its_own_error(
        HttpStatusCode status, string? retryAfter, FetchErrorKind kind)
    {
        var server = ServerThat(
            request => request.Id == "50" ? ScriptedServer.Status(status, retryAfter) : ScriptedServer.Product(request.Id));

        var failed = Assert.Single(Fetch(server, 50), result => !result.Succeeded);

        Assert.Equal((kind, status), (failed.Error!.Kind, failed.Error.StatusCode));
        Assert.InRange(Time.Now.TotalSeconds, 1, 15);
    }
}
