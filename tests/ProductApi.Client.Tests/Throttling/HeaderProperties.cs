using System.Net;
using System.Net.Http.Headers;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

/// <summary>Whatever bytes a server puts into these headers: a wait or none, a quota or none, never an exception.</summary>
public sealed class HeaderProperties
{
    private static readonly string[] Names =
    [
        "Retry-After", "Date", "RateLimit", "RateLimit-Policy", "RateLimit-Remaining", "RateLimit-Reset",
        "X-RateLimit-Remaining", "X-RateLimit-Reset", "X-Rate-Limit-Remaining", "X-Rate-Limit-Reset",
    ];

    private static readonly Gen<string> ArbitraryBytes = Gen.Byte.Array[0, 60].Select(bytes => string.Concat(bytes.Select(b => (char)b)));

    // Pieces of well-formed headers in any order reach deeper than noise.
    private static readonly Gen<string> Pieces = OneOf(
        "\"default\"", "default", ";", ",", "=", " ", "r", "t", "r=5", "t=30", "qu=\"requests\"", "qu=\"bytes\"", "remaining=3", "reset=9", "\"", "0", "1.5", "-1",
        "9007199254741", "1e400", "NaN", "1767268830", "1767268830000", "Thu, 01 Jan 2026 12:00:30 GMT", "\0", "\u00ff").Array[0, 12].Select(string.Concat);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public void No_header_makes_the_reader_throw_or_wait_for_less_than_nothing()
    {
        var header = Gen.Select(OneOf(Names), Gen.OneOf(ArbitraryBytes, Pieces));

        header.Array[1, 6].Sample(lines =>
        {
            var headers = Headers(lines);
            var wait = RetryAfterHeader.Read(headers, _time);
            var quota = RateLimitHeaders.Read(headers, _time);
            return wait >= TimeSpan.Zero && quota is null or { Remaining: >= 0, Reset.Ticks: >= 0 };
        }, iter: 20_000);
    }

    [Fact]
    public void Any_number_of_seconds_is_read_as_that_or_saturates()
    {
        Gen.Double[0, 1e12].Sample(seconds =>
        {
            var text = seconds.ToString("0.###", System.Globalization.CultureInfo.InvariantCulture);
            var wait = RetryAfterHeader.Read(Headers([("Retry-After", text)]), _time);
            return Math.Abs(wait.TotalSeconds - Math.Min(seconds, 3650 * 86400d)) < 0.01;
        }, iter: 5_000);
    }

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static HttpResponseHeaders Headers((string Name, string Value)[] lines)
    {
        var response = new HttpResponseMessage(HttpStatusCode.OK);
        foreach (var (name, value) in lines)
            response.Headers.TryAddWithoutValidation(name, value);
        return response.Headers;
    }
}
