using System.Globalization;
using System.Xml;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using ProductApi.Client.Tests.Properties;

namespace ProductApi.Client.Tests.Headers;

/// <summary>One time means the same in whatever form it is written.</summary>
public sealed class HeaderFormProperties
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Any_number_of_seconds_is_read_as_that_or_saturates()
    {
        Gen.Double[0, 1e9 - 1].Sample(seconds =>
        {
            var text = seconds.ToString("0.###", CultureInfo.InvariantCulture);
            return IsAbout(Math.Min(seconds, 3650 * 86_400d), "Retry-After", text);
        }, iter: Samples.Or(5_000));
    }

    [Fact]
    public void Any_point_in_time_is_read_alike_in_every_form()
    {
        Gen.Int[1, 300_000_000].Sample(seconds =>
        {
            var then = _time.Start.AddSeconds(seconds);
            var local = then.ToOffset(TimeSpan.FromHours(seconds % 14));
            return new[]
            {
                then.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
                then.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
                then.ToString("r", CultureInfo.InvariantCulture),
                then.ToString("dddd, dd-MMM-yy HH:mm:ss 'GMT'", CultureInfo.InvariantCulture),
                then.ToString("ddd MMM d HH:mm:ss yyyy", CultureInfo.InvariantCulture),
                then.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                local.ToString("o", CultureInfo.InvariantCulture),
                local.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture),
            }.All(text => IsAbout(seconds, "Retry-After", text));
        }, iter: Samples.Or(2_000));
    }

    [Fact]
    public void Any_duration_is_read_alike_in_every_form()
    {
        Gen.Int[1, 8_000_000].Sample(seconds =>
        {
            var time = TimeSpan.FromSeconds(seconds);
            return IsAbout(seconds, "Retry-After", XmlConvert.ToString(time))
                && IsAbout(seconds, "Retry-After", time.ToString("c", CultureInfo.InvariantCulture))
                && IsAbout(seconds, "Retry-After", $"{seconds / 3600}h{seconds / 60 % 60}m{seconds % 60}s")
                && IsAbout(seconds, "Retry-After", $"{seconds} seconds")
                && IsAbout(seconds / 1000.0, "Retry-After", $"{seconds}ms")
                && IsAbout(seconds / 1000.0, "Retry-After-Ms", $"{seconds}");
        }, iter: Samples.Or(2_000));
    }

    private bool IsAbout(double seconds, string name, string value) =>
        Math.Abs(Answer.Wait(Answer.With($"{name}: {value}"), _time).TotalSeconds - seconds) < 0.01;
}
