using Microsoft.Extensions.Time.Testing;
using ProductApi.Client.Headers;

namespace ProductApi.Client.Tests.Headers;

public sealed class HeaderBoundaryTests
{
    private const double Longest = 3650 * 86400d;

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("999999999", Longest, false)]
    [InlineData("1000000000", 0, true)]
    [InlineData("99999999999", Longest, true)]
    [InlineData("100000000000", 0, true)]
    [InlineData("315359999", Longest - 1, false)]
    [InlineData("315360001", Longest, false)]
    public void The_smallest_instants_are_told_from_the_longest_waits(string text, double seconds, bool isPointInTime)
    {
        Assert.Equal(
            new Quota(5, TimeSpan.FromSeconds(seconds), isPointInTime), Read($"X-RateLimit-Remaining: 5|X-RateLimit-Reset: {text}"));

        var wait = RetryAfterHeader.Read(Answer.With($"Retry-After: {text}"), _time);
        Assert.Equal(new ToldWait(TimeSpan.FromSeconds(seconds), isPointInTime && seconds > 0), wait);
    }

    [Theory]
    [InlineData("RateLimit: \"day\";r=10;t=3600, \"minute\";r=10;t=30", 10, 3600)]
    [InlineData("RateLimit: \"day\";r=9;t=30, \"minute\";r=10;t=3600", 9, 30)]
    [InlineData("RateLimit: \"default\";r=5;t=30|RateLimit-Policy: \"default\";q=9", 5, 30)]
    [InlineData("RateLimit: \"default\";r=5;t=30|RateLimit-Policy: \"default\";qu=\"requests\", \"x\";qu=\"bytes\"", 5, 30)]
    [InlineData("RateLimit: \"default\";r=5;t=30, remaining=1, reset=2", 5, 30)]
    [InlineData("RateLimit: \"default\";r=5;t=30, \"odd\";r=x;t=y", 5, 30)]
    [InlineData("RateLimit-Remaining: 50, 7|RateLimit-Reset: 5", 7, 5)]
    [InlineData("RateLimit-Remaining: 7|RateLimit-Reset: 5, 60", 7, 5)]
    [InlineData("RateLimit-Remaining: , 7|RateLimit-Reset:  , 5", 7, 5)]
    [InlineData("RateLimit-Remaining: x|RateLimit-Reset: 5|X-RateLimit-Remaining: 1|X-RateLimit-Reset: 2", 1, 2)]
    [InlineData("RateLimit-Remaining: 3|X-RateLimit-Remaining: 1|X-RateLimit-Reset: 2", 1, 2)]
    [InlineData("RateLimit-Remaining: 2.9|RateLimit-Reset: .5", 2, 0.5)]
    public void The_tightest_quota_that_can_be_read_counts(string headers, long remaining, double seconds)
    {
        Assert.Equal(new Quota(remaining, TimeSpan.FromSeconds(seconds)), Read(headers));
    }

    [Theory]
    [InlineData("RateLimit-Remaining: 7|RateLimit-Reset: ,")]
    [InlineData("RateLimit-Remaining: ,|RateLimit-Reset: 5")]
    public void Lists_without_members_count_as_absent(string headers)
    {
        Assert.Null(Read(headers));
    }

    [Fact]
    public void A_remainder_without_end_is_a_very_large_one()
    {
        var quota = Read("RateLimit-Remaining: 99999999999999999999|RateLimit-Reset: 5");

        Assert.InRange(quota!.Value.Remaining, long.MaxValue / 4, long.MaxValue);
    }

    [Theory]
    [InlineData("120, 1")]
    [InlineData("1, 120, 7")]
    public void The_longest_of_several_waits_counts_wherever_it_stands(string retryAfter)
    {
        var headers = Answer.With($"Retry-After: {retryAfter}|Retry-After: 5");

        Assert.Equal(120, Answer.Wait(headers, _time).TotalSeconds);
    }

    [Theory]
    [InlineData("\"etag\"", false)]
    [InlineData("5", false)]
    [InlineData("2026-01-01x12:00:30", false)]
    [InlineData("(2026-01-01)", false)]
    [InlineData(" UTC", false)]
    [InlineData("Thu, 01 Jan 2026 12:00:30 GMT", true)]
    [InlineData("2026-01-01T12:00:30Z", true)]
    public void A_date_is_a_date(string text, bool isDate)
    {
        Assert.Equal(isDate, HeaderTime.TryParseDate(text, out var date));
        Assert.Equal(isDate ? new DateTimeOffset(2026, 1, 1, 12, 0, 30, TimeSpan.Zero) : default, date);
    }

    [Theory]
    [InlineData(".5", 0.5)]
    [InlineData("0", 0.0)]
    [InlineData("9.", 9.0)]
    [InlineData("", null)]
    [InlineData("-1", null)]
    [InlineData("+1", null)]
    [InlineData("1e3", null)]
    [InlineData("Infinity", null)]
    [InlineData("NaN", null)]
    public void A_number_is_digits_with_an_optional_fraction(string text, double? number)
    {
        Assert.Equal(number is not null, HeaderTime.TryParseNumber(text, out var parsed));
        Assert.Equal(number is not null, ToldTime.TryParse(text, isInMilliseconds: false, out var told));
        Assert.Equal((number ?? 0, number ?? 0), (parsed, told.Seconds));
    }

    private Quota? Read(string lines) => RateLimitHeaders.Read(Answer.With(lines), _time);
}
