using System.Net;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Pipeline;

/// <summary>Answers that ask one item to come back later: each ask is charged, and nobody else waits.</summary>
public sealed class OwnWaitTests : VirtualTimeTest
{
    [Theory]
    [Trait("Contract", "24")]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(504)]
    [InlineData(408)]
    [InlineData(425)]
    [InlineData(501)]
    [InlineData(409)]
    public void Retries_are_not_used_up_inside_an_announced_wait_and_nobody_else_waits(int status)
    {
        var server = ServerThat(
            request => IsBad(request) && request.At < VirtualTimeProvider.Start.AddSeconds(3)
                ? ScriptedServer.Status((HttpStatusCode)status, "3")
                : ScriptedServer.Product(request.Id),
            latency: 0.03);

        var results = Fetch(server, 3000);

        Assert.All(results, result => Assert.True(result.Succeeded, result.Error?.ToString()));
        foreach (var requests in server.Requests.Where(IsBad).GroupBy(request => request.Id).Where(requests => requests.Count() > 1))
        {
            Assert.Equal(2, requests.Count());
            Assert.True(requests.Last().At - requests.First().At >= TimeSpan.FromSeconds(3));
        }

        Assert.InRange(Time.Now.TotalSeconds, 4.5, 6.5);

        static bool IsBad(ScriptedRequest request) => int.Parse(request.Id, null) % 50 == 0;
    }

    [Fact]
    [Trait("Contract", "24")]
    public void An_answer_that_is_not_ready_is_asked_for_again_as_announced()
    {
        var server = ServerThat(request => request.Attempt == 1
            ? ScriptedServer.Status(HttpStatusCode.Accepted, "1")
            : ScriptedServer.Product(request.Id));

        var results = Fetch(server, 10);

        Assert.All(results, result => Assert.Equal((true, 2), (result.Succeeded, result.Attempts)));
        Assert.InRange(Time.Now.TotalSeconds, 1.4, 1.5);
    }

    [Theory]
    [Trait("Contract", "24")]
    [InlineData(202)]
    [InlineData(409)]
    [InlineData(423)]
    public void Who_is_told_to_come_back_at_once_comes_back(int status)
    {
        var server = ServerThat(request => request.Attempt <= 2
            ? ScriptedServer.Status((HttpStatusCode)status, "0")
            : ScriptedServer.Product(request.Id));

        var results = Fetch(server, 10);

        Assert.All(results, result => Assert.Equal((true, 3), (result.Succeeded, result.Attempts)));
    }

    [Theory]
    [Trait("Contract", "24")]
    [InlineData(202, FetchErrorKind.Unavailable, "the server answered 202 Accepted and asked to wait 5 s. Ask again later.")]
    [InlineData(500, FetchErrorKind.Unavailable, "the server answered 500 Internal Server Error and asked to wait 5 s. Ask again later.")]
    [InlineData(
        505, FetchErrorKind.Unavailable, "the server answered 505 HTTP Version Not Supported and asked to wait 5 s. Ask again later.")]
    [InlineData(423, FetchErrorKind.Rejected, "the server answered 423 Locked and asked to wait 5 s. Ask again later.")]
    public void Who_is_told_so_for_ever_ends_with_the_wait_in_its_error(int status, FetchErrorKind kind, string message)
    {
        var server = ServerThat(
            request => request.Id == "3" ? ScriptedServer.Status((HttpStatusCode)status, "5") : ScriptedServer.Product(request.Id));

        var error = Fetch(server, 100)[2].Error!;

        Assert.Equal((kind, true, 4), (error.Kind, error.IsTransient, server.RequestsFor("3").Count));
        Assert.Contains(message, error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(5, error.RetryAfter?.TotalSeconds);
        Assert.InRange(Time.Now.TotalSeconds, 15.8, 16.5);
    }

    [Theory]
    [Trait("Contract", "24")]
    [InlineData(202)]
    [InlineData(409)]
    [InlineData(502)]
    public void A_wait_beyond_MaxRetryAfter_fails_its_item_at_once(int status)
    {
        var server = ServerThat(
            request => request.Id == "3" ? ScriptedServer.Status((HttpStatusCode)status, "601") : ScriptedServer.Product(request.Id));

        var results = Fetch(server, 100);

        var failed = Assert.Single(results, result => !result.Succeeded);
        Assert.Equal((1, 601.0), (failed.Attempts, failed.Error!.RetryAfter!.Value.TotalSeconds));
        Assert.InRange(Time.Now.TotalSeconds, 0.9, 1.5);
    }

    [Fact]
    [Trait("Contract", "25")]
    public void A_wait_that_only_a_wrong_clock_makes_too_long_fails_nobody_at_once()
    {
        var tomorrow = VirtualTimeProvider.Start.AddDays(1).ToString("R");
        var server = ServerThat(request => request is { Id: "3", Attempt: 1 }
            ? ScriptedServer.Status(HttpStatusCode.BadGateway, tomorrow)
            : ScriptedServer.Product(request.Id));

        Assert.All(Fetch(server, 100), result => Assert.True(result.Succeeded, result.Error?.ToString()));
    }

    [Fact]
    [Trait("Contract", "8")]
    public void A_dead_host_that_asks_to_wait_is_given_up_after_OutagePatience_all_the_same()
    {
        var server = ServerThat(_ => ScriptedServer.Status(HttpStatusCode.BadGateway, "300"));

        var results = Fetch(server, 200);

        Assert.All(results, result => Assert.Equal(FetchErrorKind.Unavailable, result.Error?.Kind));
        Assert.InRange(Time.Now.TotalSeconds, 120, 130);
    }

    [Fact]
    [Trait("Contract", "24")]
    public void A_wait_shorter_than_the_back_off_does_not_shorten_it()
    {
        var server = ServerThat(request =>
        {
            var answer = ScriptedServer.Status(HttpStatusCode.InternalServerError);
            answer.Headers.TryAddWithoutValidation("Retry-After-Ms", "1");
            return request.Attempt == 4 ? ScriptedServer.Product(request.Id) : answer;
        });

        Assert.True(Fetch(server, 1)[0].Succeeded);

        Assert.Equal(0.2 + 0.4 + 0.8 + (4 * 0.2), Time.Now.TotalSeconds, 6);
    }

    [Fact]
    [Trait("Contract", "16")]
    public void A_202_that_announces_nothing_is_read_as_a_product()
    {
        var server = ServerThat(_ => ScriptedServer.Status(HttpStatusCode.Accepted));

        var result = Assert.Single(Fetch(server, 1));

        Assert.Equal((FetchErrorKind.InvalidResponse, 1), (result.Error?.Kind, result.Attempts));
    }
}
