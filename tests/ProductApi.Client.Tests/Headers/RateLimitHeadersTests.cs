using Microsoft.Extensions.Time.Testing;
using ProductApi.Client.Headers;

namespace ProductApi.Client.Tests.Headers;

public sealed class RateLimitHeadersTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("RateLimit: \"default\";r=50;t=30", 50, 30)]
    [InlineData("RateLimit: default;r=50;t=30", 50, 30)]
    [InlineData("RateLimit: \"a,b;c\";r=50;t=30", 50, 30)]
    [InlineData("RateLimit: \"minute\";r=50;t=30, \"day\";r=10;t=3600", 10, 3600)]
    [InlineData("RateLimit: \"minute\";r=10;t=30, \"day\";r=10;t=3600", 10, 3600)]
    [InlineData("RateLimit: \"minute\";r=50;t=30|RateLimit: \"day\";r=10;t=3600", 10, 3600)]
    [InlineData(
        "RateLimit: \"bytes\";r=1;t=30, \"calls\";r=10;t=60|RateLimit-Policy: \"bytes\";qu=\"content-bytes\", \"calls\";qu=\"requests\"",
        10, 60)]
    [InlineData("RateLimit: limit=100, remaining=50, reset=5", 50, 5)]
    [InlineData("RateLimit-Limit: 100|RateLimit-Remaining: 50|RateLimit-Reset: 5", 50, 5)]
    [InlineData("RateLimit-Remaining: 50, 7|RateLimit-Reset: 5, 60", 7, 60)]
    [InlineData("RateLimit-Remaining: 50|RateLimit-Remaining: 7|RateLimit-Reset: 5|RateLimit-Reset: 60", 7, 60)]
    [InlineData("X-RateLimit-Remaining: 0|X-RateLimit-Reset: 0.5", 0, 0.5)]
    [InlineData("X-Rate-Limit-Remaining: 3|X-Rate-Limit-Reset: 9", 3, 9)]
    [InlineData("x-ratelimit-remaining: 3|x-ratelimit-reset: 9", 3, 9)]
    [InlineData("x-sib-ratelimit-remaining: 3|x-sib-ratelimit-reset: 9", 3, 9)]
    [InlineData("X-Shop-Rate-Limit-Remaining: 3|X-Shop-Rate-Limit-Reset: 9", 3, 9)]
    [InlineData("Shop-RateLimit-Remaining: 3|Shop-RateLimit-Reset: 9", 3, 9)]
    [InlineData("X-Shop-RateLimit-Limit: 10|X-Shop-RateLimit-Reset: 9|X-Shop-RateLimit-Remaining: 3", 3, 9)]
    [InlineData("Rate-Limit-Remaining: 3|Rate-Limit-Reset: 9", 3, 9)]
    [InlineData("X-Rate-Limit-Requests-Left: 3|X-Rate-Limit-Time-Reset-Ms: 1500|X-Rate-Limit-Time-Window-Ms: 30000", 3, 1.5)]
    [InlineData("X-RateLimit-Requests-Remaining: 3|X-RateLimit-Requests-Reset: 9", 3, 9)]
    [InlineData("RateLimit-Requests-Remaining: 3|RateLimit-Requests-Reset: 9", 3, 9)]
    [InlineData("x-ratelimit-remaining-requests: 3|x-ratelimit-reset-requests: 1s", 3, 1)]
    [InlineData("x-ratelimit-remaining-requests: 3|x-ratelimit-reset-requests: 6m0s", 3, 360)]
    [InlineData("x-ratelimit-remaining-requests: 3|x-ratelimit-reset-requests: 250ms", 3, 0.25)]
    [InlineData("X-RateLimit-Remaining: 3|X-RateLimit-Reset-After: 0.5", 3, 0.5)]
    [InlineData("X-RateLimit-Remaining: 3|X-RateLimit-Reset: 1767268830.5|X-RateLimit-Reset-After: 31", 3, 31)]
    [InlineData("X-RateLimit-Remaining: 3|X-RateLimit-Reset-Ms: 2000000000", 3, 2_000_000)]
    [InlineData("X-RateLimit-Remaining: 3|X-RateLimit-Reset: 9|X-RateLimit-Reset-Ms: 8100", 3, 8.1)]
    [InlineData("X-RateLimit-Remaining: 3|X-RateLimit-Reset: 9|X-RateLimit-Reset-Ms: soon", 3, 9)]
    [InlineData("X-RateLimit-Remaining: 599.0|X-RateLimit-Reset: PT9S", 599, 9)]
    [InlineData("RateLimit: limit=100, remaining=50, reset=5|RateLimit: limit=10, remaining=7, reset=60", 7, 60)]
    [InlineData("RateLimit: limit=100|RateLimit: remaining=50|RateLimit: reset=5", 50, 5)]
    [InlineData("RateLimit: \"calls\";r=10;t=60|RateLimit-Policy: \"calls\";q=10;qu=\"Requests\"", 10, 60)]
    public void The_quota_is_read_in_every_form_real_servers_send(string headers, long remaining, double seconds)
    {
        Assert.Equal(new Quota(remaining, TimeSpan.FromSeconds(seconds)), RateLimitHeaders.Read(Answer.With(headers), _time));
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
    [InlineData("X-RateLimit-Remaining: -1|X-RateLimit-Reset: -1")]
    [InlineData("X-RateLimit-Remaining: unlimited|X-RateLimit-Reset: 5")]
    [InlineData("X-RateLimit-Remaining: 5|X-RateLimit-Reset: tomorrow")]
    [InlineData("X-RateLimit-Remaining: 5|RateLimit-Reset: 5")]
    [InlineData("X-RateLimit-Remaining: 5|X-RateLimit-Requests-Reset: 5")]
    [InlineData("x-ratelimit-remaining-tokens: 0|x-ratelimit-reset-tokens: 6m0s")]
    [InlineData("X-Shopify-Shop-Api-Call-Limit: 39/40")]
    [InlineData("Rate: 1|X-Rate: 2|X-RateLimit: 3")]
    [InlineData("X-RateLimit-Reset: 5")]
    public void What_is_malformed_or_half_there_counts_as_absent(string headers)
    {
        Assert.Null(RateLimitHeaders.Read(Answer.With(headers), _time));
    }

    [Fact]
    public void The_first_form_that_can_be_read_counts()
    {
        var quota = RateLimitHeaders.Read(
            Answer.With("RateLimit: nonsense|RateLimit-Remaining: 5|RateLimit-Reset: 6|X-RateLimit-Remaining: 1|X-RateLimit-Reset: 2"),
            _time);

        Assert.Equal(new Quota(5, TimeSpan.FromSeconds(6)), quota);
    }

    [Fact]
    public void An_answer_without_any_such_header_costs_no_memory()
    {
        var headers = Answer.With("Date: Thu, 01 Jan 2026 12:00:00 GMT|Server: nginx|Age: 5|ETag: \"a\"|X-Request-Id: 7|Vary: Origin");
        Read();

        Assert.Equal(0, Read());

        long Read()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            _ = RateLimitHeaders.Read(headers, _time);
            _ = RetryAfterHeader.Read(headers, _time);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }
}
