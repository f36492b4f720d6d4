using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using ProductApi.Client.Headers;

namespace ProductApi.Client.Tests.Headers;

/// <summary>Whose clock is right: the server's, the cache's, ours.</summary>
public sealed class AnswerClockTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));

    [Theory]
    [Trait("Contract", "25")]
    [InlineData("12:00:04", null, 4)]
    [InlineData("12:00:04", "nonsense", 4)]
    [InlineData("12:00:04", "11:00:00", 4)]
    [InlineData("12:00:04", "13:00:00", 4)]
    [InlineData("18:00:30", "18:00:00", 30)]
    [InlineData("06:00:30", "06:00:00", 30)]
    [InlineData("12:00:30", "12:00:05", 25)]
    [InlineData("12:00:30", "11:59:55", 35)]
    [InlineData("12:00:30", "11:59:54", 30)]
    [InlineData("12:00:30", "12:00:06", 24)]
    [InlineData("12:00:30", "12:00:30", 0)]
    [InlineData("11:00:00", "11:30:00", 0)]
    [InlineData("11:00:00", null, 0)]
    public void Of_two_readings_of_a_date_the_shorter_that_has_not_passed_holds(string until, string? sent, double seconds)
    {
        var date = sent is null ? "" : sent.Contains(':') ? $"|Date: Thu, 01 Jan 2026 {sent} GMT" : $"|Date: {sent}";
        var epoch = DateTimeOffset.Parse($"2026-01-01T{until}Z", CultureInfo.InvariantCulture).ToUnixTimeSeconds();

        Assert.Equal(seconds, Wait($"Retry-After: Thu, 01 Jan 2026 {until} GMT{date}"));
        Assert.Equal(seconds, Wait($"Retry-After: 2026-01-01T{until}Z{date}"));
        Assert.Equal(seconds, Wait($"Retry-After: {epoch}{date}"));
        Assert.Equal(seconds, Wait($"Retry-After-Ms: {epoch}000{date}"));
        Assert.Equal(seconds, Read($"X-RateLimit-Remaining: 5|X-RateLimit-Reset: {epoch}{date}")!.Value.Reset.TotalSeconds);
        Assert.Equal(seconds, Read($"RateLimit: \"a\";r=5;t={epoch}{date}")!.Value.Reset.TotalSeconds);
    }

    [Theory]
    [Trait("Contract", "25")]
    [InlineData("Retry-After: 120|Age: 100", 20)]
    [InlineData("Retry-After: 120|Age: 120", 0)]
    [InlineData("Retry-After: 120|Age: 3300", 0)]
    [InlineData("Retry-After: 120|Age: 0", 120)]
    [InlineData("Retry-After: 120|Age: -5", 120)]
    [InlineData("Retry-After: 120|Age: old", 120)]
    [InlineData("Retry-After: 120|Age: ", 120)]
    [InlineData("Retry-After: 120|Age: 100, 7", 20)]
    [InlineData("Retry-After: 120|Age: 99999999999999999999999999999999999999", 0)]
    [InlineData("Retry-After: 1m0s|Age: 20", 40)]
    [InlineData("retry-after-ms: 1800|Age: 1", 0.8)]
    [InlineData("Retry-After: Thu, 01 Jan 2026 12:00:20 GMT|Date: Thu, 01 Jan 2026 11:58:20 GMT|Age: 100", 20)]
    [InlineData("Retry-After: Thu, 01 Jan 2026 10:02:00 GMT|Date: Thu, 01 Jan 2026 10:00:00 GMT|Age: 100", 20)]
    public void A_wait_that_a_cache_repeats_counts_from_when_it_was_said(string headers, double seconds)
    {
        Assert.Equal(seconds, Wait(headers), 3);
    }

    [Theory]
    [Trait("Contract", "25")]
    [InlineData("X-RateLimit-Remaining: 0|X-RateLimit-Reset: 3600")]
    [InlineData("X-RateLimit-Remaining: 0|X-RateLimit-Reset: 1767272400")]
    [InlineData("RateLimit-Remaining: 0|RateLimit-Reset: 3600")]
    [InlineData("RateLimit: \"default\";r=0;t=3600")]
    [InlineData("RateLimit: limit=100, remaining=0, reset=3600")]
    [InlineData("X-Rate-Limit-Requests-Left: 0|X-Rate-Limit-Time-Reset-Ms: 3600000")]
    public void A_quota_that_a_cache_repeats_is_ignored(string headers)
    {
        Assert.Null(Read($"{headers}|Age: 3300"));
        Assert.Null(Read($"{headers}|Age: 1"));
        Assert.NotNull(Read($"{headers}|Age: 0"));
        Assert.NotNull(Read($"{headers}|Age: old"));
        Assert.NotNull(Read(headers));
    }

    private double Wait(string headers) => Answer.Wait(Answer.With(headers), _time).TotalSeconds;

    private Quota? Read(string headers) => RateLimitHeaders.Read(Answer.With(headers), _time);
}
