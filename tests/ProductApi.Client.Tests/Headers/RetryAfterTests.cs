using Microsoft.Extensions.Time.Testing;
using ProductApi.Client.Headers;

namespace ProductApi.Client.Tests.Headers;

public sealed class RetryAfterTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));

    [Theory]
    [Trait("Contract", "9")]
    [InlineData("2", 2)]
    [InlineData("0.969", 0.969)]
    [InlineData(" 7 ", 7)]
    [InlineData("1, 120", 120)]
    [InlineData("0", 0)]
    [InlineData("-5", 0)]
    [InlineData("+5", 0)]
    [InlineData("", 0)]
    [InlineData("soon", 0)]
    [InlineData("soon, 5", 5)]
    [InlineData("1e3", 0)]
    [InlineData("0x10", 0)]
    [InlineData("NaN", 0)]
    [InlineData("\"etag\"", 0)]
    public void A_number_of_seconds_is_read_and_nonsense_is_none(string value, double seconds)
    {
        Assert.Equal(new ToldWait(TimeSpan.FromSeconds(seconds), RestsOnClock: false), Read($"Retry-After: {value}"));
    }

    [Theory]
    [Trait("Contract", "9")]
    [InlineData("Thu, 01 Jan 2026 12:00:30 GMT", 30)]
    [InlineData("Thursday, 01-Jan-26 12:00:30 GMT", 30)]
    [InlineData("Thu Jan  1 12:00:30 2026", 30)]
    [InlineData("2026-01-01T12:00:30Z", 30)]
    [InlineData("2026-01-01t12:00:30z", 30)]
    [InlineData("2026-01-01T12:00:30", 30)]
    [InlineData("2026-01-01T12:00:30.25Z", 30.25)]
    [InlineData("2026-01-01T12:00:30.250000000+00:00", 30.25)]
    [InlineData("2026-01-01T14:00:30+02:00", 30)]
    [InlineData("2026-01-01T05:00:30-0700", 30)]
    [InlineData("2026-01-01T12:01Z", 60)]
    [InlineData("2026-01-02", 12 * 3600)]
    [InlineData("2026-01-01 12:00:30", 30)]
    [InlineData("2026-01-01 05:00:30 -0700", 30)]
    [InlineData("2026-01-01 12:00:30 UTC", 30)]
    [InlineData("2026-01-01 12:00:30 +0000 UTC", 30)]
    [InlineData("20260101T120030Z", 30)]
    [InlineData("Thu Jan 1 2026 13:00:30 GMT+0100 (Central European Standard Time)", 30)]
    [InlineData("1767268830", 30)]
    [InlineData("1767268830.5", 30.5)]
    [InlineData("1767268830500", 30.5)]
    [InlineData("9, Thu, 01 Jan 2026 12:00:30 GMT", 30)]
    [InlineData("Thu, 01 Jan 2026 12:00:30 GMT, Thu, 01 Jan 2026 12:00:40 GMT", 40)]
    public void A_point_in_time_is_read_in_every_form_and_rests_on_a_clock(string value, double seconds)
    {
        var wait = Read($"Retry-After: {value}");

        Assert.Equal(seconds, wait.Length.TotalSeconds, 3);
        Assert.True(wait.RestsOnClock);
    }

    [Theory]
    [InlineData("Thu, 01 Jan 2026 11:00:00 GMT")]
    [InlineData("2026-01-01T11:00:00Z")]
    [InlineData("2026-01-01T12:00:00Z")]
    [InlineData("2026-13-01T12:00:30Z")]
    [InlineData("2026-01")]
    [InlineData("1767268799")]
    [InlineData("1767268799000")]
    [InlineData("1000000000")]
    public void A_point_in_time_that_has_passed_or_does_not_exist_is_none(string value)
    {
        Assert.Equal(default, Read($"Retry-After: {value}"));
    }

    [Theory]
    [Trait("Contract", "9")]
    [InlineData("9007199254741")]
    [InlineData("99999999999999999999999999999999999999")]
    [InlineData("999999999")]
    [InlineData("99999999999999999999h")]
    [InlineData("9999-12-31T23:59:59Z")]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT")]
    [InlineData("PT99999999999999999999S")]
    public void A_huge_Retry_After_saturates(string value)
    {
        Assert.Equal(TimeSpan.FromDays(3650), Read($"Retry-After: {value}").Length);
    }

    [Fact]
    [Trait("Contract", "9")]
    public void Of_several_header_lines_the_longest_that_can_be_read_counts()
    {
        Assert.Equal(11, Read("Retry-After: 3|Retry-After: nonsense|Retry-After: 11").Length.TotalSeconds);
    }

    [Theory]
    [InlineData("retry-after-ms: 1800", 1.8)]
    [InlineData("x-ms-retry-after-ms: 1800", 1.8)]
    [InlineData("X-Retry-After-Ms: 1800", 1.8)]
    [InlineData("X-Rate-Limit-Retry-After-Milliseconds: 1800", 1.8)]
    [InlineData("retry-after-ms: 1800.5", 1.8005)]
    [InlineData("Retry-After: 2|retry-after-ms: 1800", 1.8)]
    [InlineData("x-ms-retry-after-ms: 1800|Retry-After: 2", 1.8)]
    [InlineData("retry-after-ms: 100, 1800", 1.8)]
    [InlineData("retry-after-ms: soon|Retry-After: 2", 2)]
    [InlineData("retry-after-ms: -1|Retry-After: 2", 2)]
    [InlineData("retry-after-ms: 0|Retry-After: 2", 2)]
    [InlineData("retry-after-ms: 2000000000", 2_000_000)]
    [InlineData("retry-after-ms: 1767268830500", 30.5)]
    [InlineData("retry-after-ms: 2s", 2)]
    [InlineData("X-Retry-After: 5", 5)]
    [InlineData("X-RateLimit-Retry-After: 5", 5)]
    [InlineData("X-Rate-Limit-Retry-After-Seconds: 5", 5)]
    [InlineData("X-Retry-After: 9|Retry-After: 5", 5)]
    [InlineData("Server: x", 0)]
    public void Other_names_of_a_wait_are_read_and_milliseconds_win(string headers, double seconds)
    {
        Assert.Equal(seconds, Read(headers).Length.TotalSeconds, 4);
    }

    private ToldWait Read(string headers) => RetryAfterHeader.Read(Answer.With(headers), _time) ?? default;
}
