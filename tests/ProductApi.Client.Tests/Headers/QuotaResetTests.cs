using Microsoft.Extensions.Time.Testing;
using ProductApi.Client.Headers;

namespace ProductApi.Client.Tests.Headers;

public sealed class QuotaResetTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Now);

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

        var quota = RateLimitHeaders.Read(Answer.With($"X-RateLimit-Remaining: 5|X-RateLimit-Reset: {reset}"), _time);

        Assert.Equal(seconds, quota!.Value.Reset.TotalSeconds, 3);
    }

    [Theory]
    [InlineData("Thu, 01 Jan 2026 12:00:30 GMT", 30)]
    [InlineData("2026-01-01T12:00:30Z", 30)]
    [InlineData("2026-01-01T13:00:30+01:00", 30)]
    [InlineData("2026-01-01T12:00:30.250Z", 30.25)]
    [InlineData("2026-01-01 05:00:30 -0700", 30)]
    [InlineData("Thu Jan 01 2026 13:00:30 GMT+0100 (Central European Standard Time)", 30)]
    [InlineData("2020-01-01T12:00:30Z", 0)]
    public void A_reset_may_be_a_date(string reset, double seconds)
    {
        foreach (var prefix in new[] { "X-RateLimit", "RateLimit" })
        {
            var quota = RateLimitHeaders.Read(Answer.With($"{prefix}-Remaining: 5|{prefix}-Reset: {reset}"), _time);

            Assert.Equal((5, seconds), (quota!.Value.Remaining, quota.Value.Reset.TotalSeconds));
        }
    }

    [Theory]
    [InlineData("1767268830", true)]
    [InlineData("1767268830000", true)]
    [InlineData("2026-01-01T12:00:30Z", true)]
    [InlineData("2026-01-01T12:00:30.000Z", true)]
    [InlineData("Thu, 01 Jan 2026 12:00:30 GMT", true)]
    [InlineData("1767268830.5", false)]
    [InlineData("1767268830437", false)]
    [InlineData("2026-01-01T12:00:30.437Z", false)]
    [InlineData("30", false)]
    [InlineData("30s", false)]
    public void A_quota_tells_whether_its_reset_was_a_point_in_time_rounded_to_seconds(string reset, bool isPointInTime)
    {
        var quota = RateLimitHeaders.Read(Answer.With($"X-RateLimit-Remaining: 5|X-RateLimit-Reset: {reset}"), _time);

        Assert.Equal(isPointInTime, quota!.Value.IsPointInTime);
    }

    [Fact]
    public void An_instant_is_measured_against_the_responses_own_Date()
    {
        var quota = RateLimitHeaders.Read(
            Answer.With("X-RateLimit-Remaining: 5|X-RateLimit-Reset: 1767290430|Date: Thu, 01 Jan 2026 18:00:00 GMT"), _time);

        Assert.Equal(30, quota!.Value.Reset.TotalSeconds, 3);
    }
}
