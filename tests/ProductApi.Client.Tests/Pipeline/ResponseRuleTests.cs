using System.Net;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Pipeline;

/// <summary>What a caller's rule says of an answer holds, as if its status had said so.</summary>
public sealed class ResponseRuleTests : VirtualTimeTest
{
    private const string RateLimited = """{"error":{"errors":[{"reason":"userRateLimitExceeded"}]}}""";

    private readonly Dictionary<long, int> _counts = [];

    [Fact]
    [Trait("Contract", "24")]
    public void A_push_back_that_only_the_body_tells_is_one()
    {
        var server = ServerThat(
            request =>
                IsServed(request)
                    ? ScriptedServer.Product(request.Id)
                    : ScriptedServer.Json(HttpStatusCode.Forbidden, RateLimited), latency: 0.02);

        var results = FetchWith(server, 300, answer => answer.ReadText().Contains("userRateLimitExceeded", StringComparison.Ordinal)
            ? ResponseAdvice.PushBack()
            : null);

        Assert.All(results, result => Assert.True(result.Succeeded, result.Error?.ToString()));
        Assert.InRange(server.Requests.Count, 300, 600);
    }

    [Fact]
    [Trait("Contract", "24")]
    public void A_push_back_waits_as_the_rule_says()
    {
        var server = ServerThat(request => request.Attempt == 1
            ? ScriptedServer.Json(HttpStatusCode.OK, """{"wait":7}""")
            : ScriptedServer.Product(request.Id));

        var result = Assert.Single(FetchWith(server, 1, answer => answer.ReadText().StartsWith("{\"wait", StringComparison.Ordinal)
            ? ResponseAdvice.PushBack(TimeSpan.FromSeconds(7))
            : null));

        Assert.True(result.Succeeded, result.Error?.ToString());
        Assert.Equal(7.4, Time.Now.TotalSeconds, 3);
    }

    [Theory]
    [Trait("Contract", "24")]
    [InlineData(HttpStatusCode.OK, null)]
    [InlineData(HttpStatusCode.OK, 5.0)]
    [InlineData(HttpStatusCode.NotFound, null)]
    [InlineData(HttpStatusCode.NotFound, 5.0)]
    public void A_transient_answer_is_retried_with_a_back_off_and_ends(HttpStatusCode status, double? wait)
    {
        var server = ServerThat(
            request => request.Id == "3" ? ScriptedServer.Json(status, "warming up") : ScriptedServer.Product(request.Id));

        var results = FetchWith(server, 50, answer => answer.ReadText() == "warming up"
            ? ResponseAdvice.Transient(wait is { } seconds ? TimeSpan.FromSeconds(seconds) : null)
            : null);

        var error = Assert.Single(results, result => !result.Succeeded).Error!;
        Assert.Equal((FetchErrorKind.Unavailable, true, status), (error.Kind, error.IsTransient, error.StatusCode));
        Assert.Contains("warming up", error.Message, StringComparison.Ordinal);
        var requests = server.RequestsFor("3");
        Assert.Equal(4, requests.Count);
        Assert.All(
            requests.Zip(requests.Skip(1)), pair => Assert.True((pair.Second.At - pair.First.At).TotalSeconds >= 0.2 + (wait ?? 0.01)));
    }

    [Theory]
    [Trait("Contract", "24")]
    [InlineData(HttpStatusCode.TooManyRequests, FetchErrorKind.RateLimited)]
    [InlineData(HttpStatusCode.InternalServerError, FetchErrorKind.Unavailable)]
    [InlineData(HttpStatusCode.Accepted, FetchErrorKind.InvalidResponse)]
    public void A_final_answer_is_not_asked_for_again(HttpStatusCode status, FetchErrorKind kind)
    {
        var server = ServerThat(_ => ScriptedServer.Status(status, "5"));

        var result = Assert.Single(FetchWith(server, 1, _ => ResponseAdvice.Final));

        Assert.Equal((kind, false, 1), (result.Error!.Kind, result.Error.IsTransient, result.Attempts));
    }

    [Fact]
    [Trait("Contract", "24")]
    public void What_a_rule_throws_is_that_items_error()
    {
        var server = ServerThat(request => ScriptedServer.Product(request.Id));

        var results = FetchWith(server, 50, answer => answer.ReadText().Contains("\"3\"", StringComparison.Ordinal)
            ? throw new IOException("No such thing.")
            : null);

        var failed = Assert.Single(results, result => !result.Succeeded);
        Assert.Equal((FetchErrorKind.Unknown, false, 1), (failed.Error!.Kind, failed.Error.IsTransient, failed.Attempts));
        Assert.Equal("Product '3': ResponseRule failed with IOException: No such thing.", failed.Error.Message);
        Assert.IsType<IOException>(failed.Error.Exception);
    }

    [Fact]
    [Trait("Contract", "24")]
    public void A_rule_sees_each_answer_once_with_its_headers_and_body_and_decides_nothing_by_null()
    {
        var seen = new List<string>();
        var server = ServerThat(request =>
        {
            var answer = request.Attempt == 1
                ? ScriptedServer.Status(HttpStatusCode.TooManyRequests, "1")
                : ScriptedServer.Product(request.Id);
            answer.Headers.Add("X-Tag", ["a", "b"]);
            return answer;
        });

        var result = Assert.Single(FetchWith(server, 1, answer =>
        {
            seen.Add($"{(int)answer.StatusCode} {answer.GetHeader("x-tag")} {answer.GetHeader("Content-Type")} {answer.Body.Length} {answer.GetHeader("X-None") is null}");
            return null;
        }));

        Assert.True(result.Succeeded, result.Error?.ToString());
        Assert.Equal(["429 a, b  0 True", "200 a, b application/json; charset=utf-8 29 True"], seen);
    }

    [Fact]
    public void A_rule_can_be_tested_with_an_answer_made_by_hand_and_waits_are_not_negative()
    {
        using var response = ScriptedServer.Status(HttpStatusCode.Forbidden, "7");
        var answer = new ProductResponse(response, "slow down"u8.ToArray());

        Assert.Equal((HttpStatusCode.Forbidden, "7", "slow down"), (answer.StatusCode, answer.GetHeader("Retry-After"), answer.ReadText()));
        Assert.Throws<ArgumentOutOfRangeException>(() => ResponseAdvice.PushBack(TimeSpan.FromSeconds(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => ResponseAdvice.Transient(TimeSpan.FromSeconds(-1)));
        Assert.Equal(
            ("PushBack", "Transient, 00:00:02", "Final"),
            ($"{ResponseAdvice.PushBack()}", $"{ResponseAdvice.Transient(TimeSpan.FromSeconds(2))}", $"{ResponseAdvice.Final}"));
    }

    private IReadOnlyList<FetchResult<Product>> FetchWith(ScriptedServer server, int count, Func<ProductResponse, ResponseAdvice?> rule) =>
        Fetch(server, count, options => options.ResponseRule = rule);

    private bool IsServed(ScriptedRequest request)
    {
        var window = (long)((request.At - VirtualTimeProvider.Start).TotalSeconds / 2);
        return (_counts[window] = _counts.GetValueOrDefault(window) + 1) <= 50;
    }
}
