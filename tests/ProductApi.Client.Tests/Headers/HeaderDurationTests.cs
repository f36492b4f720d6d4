using Microsoft.Extensions.Time.Testing;
using ProductApi.Client.Headers;

namespace ProductApi.Client.Tests.Headers;

public sealed class HeaderDurationTests
{
    [Theory]
    [InlineData("30s", 30)]
    [InlineData("1m0s", 60)]
    [InlineData("1h2m3.5s", 3723.5)]
    [InlineData("500ms", 0.5)]
    [InlineData("2 seconds", 2)]
    [InlineData("1 Second", 1)]
    [InlineData("5 min 30 sec", 330)]
    [InlineData("2 days", 172_800)]
    [InlineData("PT30S", 30)]
    [InlineData("PT1M30.5S", 90.5)]
    [InlineData("P1DT1H", 90_000)]
    [InlineData("P1D", 86_400)]
    [InlineData("P1W", 604_800)]
    [InlineData("pt2m", 120)]
    [InlineData("00:00:30", 30)]
    [InlineData("00:00:29.5000000", 29.5)]
    [InlineData("1.00:00:05", 86_405)]
    [InlineData("1s, 3s", 3)]
    public void A_duration_that_names_its_unit_is_read(string value, double seconds)
    {
        Assert.Equal(new ToldWait(TimeSpan.FromSeconds(seconds), RestsOnClock: false), Read($"Retry-After: {value}"));
    }

    [Theory]
    [InlineData("5:00")]
    [InlineData("1 month")]
    [InlineData("P1M")]
    [InlineData("P1MT1M")]
    [InlineData("P1Y")]
    [InlineData("P")]
    [InlineData("PT")]
    [InlineData("P1DT")]
    [InlineData("PTS")]
    [InlineData("-30s")]
    [InlineData("-PT30S")]
    [InlineData("PT-30S")]
    [InlineData("-00:00:30")]
    [InlineData("25:00:00")]
    [InlineData("s")]
    [InlineData("30s 2m")]
    [InlineData("1s1s")]
    [InlineData("30 s later")]
    [InlineData("1..5s")]
    [InlineData("30[")]
    [InlineData("3 incomprehensiblylongunits")]
    public void A_duration_that_could_mean_two_things_or_none_is_none(string value)
    {
        Assert.Equal(default, Read($"Retry-After: {value}"));
    }

    private static ToldWait? Read(string headers) => RetryAfterHeader.Read(Answer.With(headers), new FakeTimeProvider());
}
