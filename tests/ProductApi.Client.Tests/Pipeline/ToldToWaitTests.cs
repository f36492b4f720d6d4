using System.Net;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Pipeline;

/// <summary>Servers that tell everybody to wait, each in the way of a real one: fifty requests in each two seconds, the rest is
/// refused.</summary>
public sealed class ToldToWaitTests : VirtualTimeTest
{
    private const int Quota = 50;
    private const double Length = 2;

    private readonly Dictionary<long, int> _counts = [];

    [Theory]
    [Trait("Contract", "24")]
    [InlineData(403, "Retry-After: {0}", "x-ratelimit-remaining: 4811")]
    [InlineData(403, "X-RateLimit-Remaining: 0", "X-RateLimit-Reset: {0}")]
    [InlineData(430, "Retry-After: {0}")]
    [InlineData(420, "Retry-After: {0}")]
    [InlineData(529, "Retry-After: {0}")]
    [InlineData(429, "Retry-After: {1}")]
    [InlineData(429, "retry-after-ms: {2}")]
    [InlineData(429, "x-ms-retry-after-ms: {2}")]
    [InlineData(429, "Retry-After: {0}", "retry-after-ms: {2}")]
    [InlineData(429, "X-RateLimit-Remaining: 0", "X-RateLimit-Reset: {3}")]
    [InlineData(
        429, "X-Rate-Limit-Requests-Left: 0", "X-Rate-Limit-Requests-Quota: 50", "X-Rate-Limit-Time-Reset-Ms: {2}",
        "X-Rate-Limit-Time-Window-Ms: 2000")]
    public void Everybody_is_served_and_few_are_refused(int status, params string[] headers)
    {
        var server = ServerThat(
            request => IsServed(request) ? ScriptedServer.Product(request.Id) : Refuse(request, status, headers), latency: 0.02);

        var results = Fetch(server, 300);

        Assert.All(results, result => Assert.True(result.Succeeded, result.Error?.ToString()));
        Assert.InRange(server.Requests.Count, 300, 300 + (6 * 20));
        Assert.InRange(Time.Now.TotalSeconds, 10, 14);
    }

    [Theory]
    [Trait("Contract", "24")]
    [InlineData("X-RateLimit-Remaining: 0", "X-RateLimit-Reset: {0}")]
    [InlineData("Retry-After: 0")]
    public void A_403_of_a_window_whose_end_was_rounded_down_is_a_push_back(params string[] headers)
    {
        // Windows end 0.6 s after the second that is told.
        var server = ServerThat(
            request =>
            {
                var second = (request.At - VirtualTimeProvider.Start).TotalSeconds - 0.6;
                var window = (long)Math.Floor(second / Length);
                if ((_counts[window] = _counts.GetValueOrDefault(window) + 1) <= Quota)
                    return ScriptedServer.Product(request.Id);

                var answer = ScriptedServer.Status(HttpStatusCode.Forbidden);
                answer.Headers.Date = request.At;
                var end = VirtualTimeProvider.Start.AddSeconds(((window + 1) * Length) + 0.6).ToUnixTimeSeconds();
                foreach (var header in headers.Select(header => header.Split(": ")))
                    answer.Headers.TryAddWithoutValidation(header[0], string.Format(null, header[1], end));
                return answer;
            }, latency: 0.02);

        var results = Fetch(server, 300);

        Assert.All(results, result => Assert.True(result.Succeeded, result.Error?.ToString()));
    }

    [Fact]
    [Trait("Contract", "24")]
    public void A_Retry_After_in_milliseconds_beside_a_quota_in_seconds_ends_nobody()
    {
        var server = ServerThat(
            request => IsServed(request)
                ? ScriptedServer.Product(request.Id)
                : Refuse(request, 429, ["X-RateLimit-Remaining: 0", "X-RateLimit-Reset: {0}", "Retry-After: {2}000"]), latency: 0.02);

        var results = Fetch(server, 300);

        Assert.All(results, result => Assert.True(result.Succeeded, result.Error?.ToString()));
        Assert.InRange(Time.Now.TotalSeconds, 10, 14);
    }

    [Fact]
    [Trait("Contract", "8")]
    public void A_508_of_a_host_that_takes_ten_at_once_loses_nothing()
    {
        var inFlight = 0;
        var server = new ScriptedServer(async (request, cancellationToken) =>
        {
            if (Interlocked.Increment(ref inFlight) > 10)
            {
                Interlocked.Decrement(ref inFlight);
                return ScriptedServer.Status((HttpStatusCode)508);
            }

            await Task.Delay(TimeSpan.FromSeconds(0.2), Time, cancellationToken);
            Interlocked.Decrement(ref inFlight);
            return ScriptedServer.Product(request.Id);
        }, Time);

        var results = Fetch(server, 1_000);

        Assert.All(results, result => Assert.True(result.Succeeded, result.Error?.ToString()));
    }

    [Fact]
    [Trait("Contract", "12")]
    public void A_403_that_asks_to_wait_says_nothing_about_the_key()
    {
        var server = ServerThat(request => request.At < VirtualTimeProvider.Start.AddSeconds(2)
            ? ScriptedServer.Status(HttpStatusCode.Forbidden, "2")
            : ScriptedServer.Product(request.Id));

        Assert.All(Fetch(server, 100), result => Assert.True(result.Succeeded, result.Error?.ToString()));
    }

    [Fact]
    [Trait("Contract", "24")]
    public void A_403_beyond_MaxRetryAfter_is_a_limit_not_a_rejection()
    {
        var server = ServerThat(_ => ScriptedServer.Status(HttpStatusCode.Forbidden, "86400"));

        var results = Fetch(server, 50);

        Assert.All(results, result => Assert.Equal((FetchErrorKind.RateLimited, true), (result.Error!.Kind, result.Error.IsTransient)));
    }

    [Theory]
    [Trait("Contract", "24")]
    [InlineData(HttpStatusCode.TooManyRequests, null)]
    [InlineData(HttpStatusCode.TooManyRequests, "86400")]
    [InlineData(HttpStatusCode.Forbidden, "86400")]
    public void Who_is_given_up_reads_the_servers_own_words(HttpStatusCode status, string? retryAfter)
    {
        var server = ServerThat(_ =>
        {
            var answer = ScriptedServer.Json(status, $"You have exceeded the MONTHLY quota of {TestClient.Key}");
            if (retryAfter is not null)
                answer.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
            return answer;
        });

        var results = Fetch(server, 500);

        Assert.All(results, result =>
        {
            Assert.Equal(FetchErrorKind.RateLimited, result.Error?.Kind);
            Assert.Contains("You have exceeded the MONTHLY quota of ***", result.Error!.Message, StringComparison.Ordinal);
        });
        Assert.Contains(results, result => result.Error!.Message.Contains($"last failure: {(int)status}", StringComparison.Ordinal));
    }

    private static long Window(ScriptedRequest request) => (long)((request.At - VirtualTimeProvider.Start).TotalSeconds / Length);

    private bool IsServed(ScriptedRequest request) =>
        (_counts[Window(request)] = _counts.GetValueOrDefault(Window(request)) + 1) <= Quota;

    private static HttpResponseMessage Refuse(ScriptedRequest request, int status, string[] headers)
    {
        var until = VirtualTimeProvider.Start.AddSeconds((Window(request) + 1) * Length);
        var left = (until - request.At).TotalSeconds;
        var answer = ScriptedServer.Status((HttpStatusCode)status);
        foreach (var header in headers)
        {
            var name = header[..header.IndexOf(':', StringComparison.Ordinal)];
            var value = string.Format(
                null, header[(name.Length + 2)..], Math.Ceiling(left), until.ToUnixTimeSeconds(), Math.Ceiling(left * 1000), until.ToString(
                    "yyyy-MM-ddTHH:mm:ssZ", null));
            answer.Headers.TryAddWithoutValidation(name, value);
        }

        return answer;
    }
}
