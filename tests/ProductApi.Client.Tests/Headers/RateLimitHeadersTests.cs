using System.Net;
using Microsoft.Extensions.Time.Testing;
using ProductApi.Client.Headers;

namespace ProductApi.Client.Tests.Headers;

public sealed class RateLimitHeadersTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Now);

    [Theory]
    [InlineData("RateLimit: \"default\";r=50;t=30", 50, 30)]
    [InlineData("RateLimit: default;r=50;t=30", 50, 30)]
    [InlineData("RateLimit: \"a,b;c\";r=50;t=30", 50, 30)]
    [InlineData("RateLimit: \"minute\";r=50;t=30, \"day\";r=10;t=3600", 10, 3600)]
    [InlineData("RateLimit: \"minute\";r=10;t=30, \"day\";r=10;t=3600", 10, 3600)]
    [InlineData("RateLimit: \"minute\";r=50;t=30|RateLimit: \"day\";r=10;t=3600", 10, 3600)]
    [InlineData("RateLimit: \"bytes\";r=1;t=30, \"calls\";r=10;t=60|RateLimit-Policy: \"bytes\";q=1;qu=\"content-bytes\", \"calls\";q=10;qu=\"requests\"", 10, 60)]
    [InlineData("RateLimit: limit=100, remaining=50, reset=5", 50, 5)]
    [InlineData("RateLimit-Limit: 100|RateLimit-Remaining: 50|RateLimit-Reset: 5", 50, 5)]
    [InlineData("RateLimit-Remaining: 50, 7|RateLimit-Reset: 5, 60", 7, 60)]
    [InlineData("RateLimit-Remaining: 50|RateLimit-Remaining: 7|RateLimit-Reset: 5|RateLimit-Reset: 60", 7, 60)]
    [InlineData("X-RateLimit-Remaining: 0|X-RateLimit-Reset: 0.5", 0, 0.5)]
    [InlineData("X-Rate-Limit-Remaining: 3|X-Rate-Limit-Reset: 9", 3, 9)]
    [InlineData("x-ratelimit-remaining: 3|x-ratelimit-reset: 9", 3, 9)]
    public void The_quota_is_read_in_every_form_real_servers_send(string headers, long remaining, double seconds)
    {
        Assert.Equal(new Quota(remaining, TimeSpan.FromSeconds(seconds)), RateLimitHeaders.Read(Headers(headers), _time));
    }

    [Theory]
    [InlineData("1767268830", 30)]
    [InlineData("1767268830.5", 30.5)]
    [InlineData("1767268830000", 30)]
    [InlineData("1767265200", 0)]
    [InlineData("30", 30)]
    [InlineData("999999999999999999999999", 315360000)]
    public void Whether_a_reset_is_a_wait_or_an_instant_is_told_by_its_size(string reset, double seconds)
    {
        Assert.Equal(1767268800, Now.ToUnixTimeSeconds());

        var quota = RateLimitHeaders.Read(Headers($"X-RateLimit-Remaining: 5|X-RateLimit-Reset: {reset}"), _time);

        Assert.Equal(seconds, quota!.Value.Reset.TotalSeconds, 3);
    }

    [Fact]
    public void An_instant_is_measured_against_the_responses_own_Date()
    {
        var quota = RateLimitHeaders.Read(
            Headers("X-RateLimit-Remaining: 5|X-RateLimit-Reset: 1767290430|Date: Thu, 01 Jan 2026 18:00:00 GMT"), _time);

        Assert.Equal(30, quota!.Value.Reset.TotalSeconds, 3);
    }

    [Theory]
    [InlineData("")]
    [InlineData("RateLimit: ")]
    [InlineData("RateLimit: \"default\";r=50")]
    [InlineData("RateLimit: \"default\";t=50")]
    [InlineData("RateLimit: \"default\";r=x;t=y")]
    [InlineData("RateLimit: \"bytes\";r=1;t=30|RateLimit-Policy: \"bytes\";q=1;qu=\"content-bytes\"")]
    [InlineData("X-RateLimit-Remaining: -1|X-RateLimit-Reset: 5")]
    [InlineData("X-RateLimit-Remaining: 5|X-RateLimit-Reset: -5")]
    [InlineData("X-RateLimit-Remaining: NaN|X-RateLimit-Reset: NaN")]
    [InlineData("X-RateLimit-Remaining: 5")]
    [InlineData("X-RateLimit-Reset: 5")]
    public void What_is_malformed_or_half_there_counts_as_absent(string headers)
    {
        Assert.Null(RateLimitHeaders.Read(Headers(headers), _time));
    }

    [Fact]
    public void The_first_form_that_can_be_read_counts()
    {
        var quota = RateLimitHeaders.Read(
            Headers("RateLimit: nonsense|RateLimit-Remaining: 5|RateLimit-Reset: 6|X-RateLimit-Remaining: 1|X-RateLimit-Reset: 2"), _time);

        Assert.Equal(new Quota(5, TimeSpan.FromSeconds(6)), quota);
    }

    private static System.Net.Http.Headers.HttpResponseHeaders Headers(string lines)
    {
        var response = new HttpResponseMessage(HttpStatusCode.OK);
        foreach (var line in lines.Split('|', StringSplitOptions.RemoveEmptyEntries))
            response.Headers.TryAddWithoutValidation(line[..line.IndexOf(':', StringComparison.Ordinal)], line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim());
        return response.Headers;
    }
}
