using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using ProductApi.Client.Headers;
using ProductApi.Client.Tests.Properties;

namespace ProductApi.Client.Tests.Headers;

/// <summary>Whatever bytes a server puts into these headers: a wait or none, a quota or none, never an exception.</summary>
public sealed class HeaderProperties
{
    private static readonly string[] Names =
    [
        "Retry-After", "Date", "RateLimit", "RateLimit-Policy", "RateLimit-Remaining", "RateLimit-Reset",
        "X-RateLimit-Remaining", "X-RateLimit-Reset", "X-Rate-Limit-Remaining", "X-Rate-Limit-Reset", "Age",
        "Retry-After-Ms", "X-Ms-Retry-After-Ms", "X-Rate-Limit-Requests-Left", "X-Rate-Limit-Time-Reset-Ms",
        "X-RateLimit-Remaining-Requests", "X-RateLimit-Reset-Requests", "X-RateLimit-Reset-After",
    ];

    private static readonly Gen<string> ArbitraryBytes = Gen.Byte.Array[0, 60].Select(bytes => string.Concat(bytes.Select(b => (char)b)));

    // Pieces of well-formed headers in any order reach deeper than noise.
    private static readonly Gen<string> Pieces = OneOf(
        "\"default\"", "default", ";", ",", "=", " ", "r", "t", "r=5", "t=30", "qu=\"requests\"", "qu=\"bytes\"", "remaining=3", "reset=9",
        "\"", "0", "1.5", "-1", "9007199254741", "1e400", "NaN", "1767268830", "1767268830000",
        "Thu, 01 Jan 2026 12:00:30 GMT", "\0", "\u00ff", "Thu", "2026-01-01", "T12:00:30", "Z", "+01:00", "-0700", " UTC", "(", ")",
        ":", ".", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00",
        "20260101T120030Z", "Thu Jan 1 2026 13:00:30 GMT+0100", "PT", "P", "1D", "30s", "6m0s", "250ms", " seconds", "h", "w", "00:00:30",
        "10675199.02:48:05.4775807", "99999999999999999999").Array[0, 12].Select(string.Concat);

    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(3650);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public void No_header_makes_the_reader_throw_or_wait_for_less_than_nothing()
    {
        var header = Gen.Select(OneOf(Names), Gen.OneOf(ArbitraryBytes, Pieces));

        header.Array[1, 6].Sample(lines =>
        {
            return IsWithinBounds(Headers(lines));
        }, iter: Samples.Or(20_000));
    }

    [Fact]
    public void Long_headers_of_any_bytes_are_read_like_short_ones()
    {
        var longText = Gen.Select(Gen.OneOf(Gen.Byte.Array[1, 200].Select(Encoding.Latin1.GetString), Pieces), Gen.Int[1, 300],
            (text, times) => string.Concat(Enumerable.Repeat(text, times)));
        var lines = Gen.Select(OneOf(Names), longText).Array[1, 6];

        lines.Sample(header =>
        {
            return IsWithinBounds(Headers(header));
        }, iter: Samples.Or(1_000));
    }

    [Fact]
    public void Any_list_or_dictionary_is_split_into_its_members()
    {
        var names = OneOf("default", "burst", "a b", "x");
        var numbers = Gen.Long[0, long.MaxValue].Select(number => number.ToString(CultureInfo.InvariantCulture));
        var members = Gen.Select(names, numbers, numbers, OneOf("", " ", "\t")).Array[1, 20];

        members.Sample(list =>
        {
            var field = string.Join(",", list.Select(member =>
                $"{member.Item4}\"{member.Item1}\";r={member.Item2}{member.Item4};{member.Item4}t={member.Item3}"));
            Assert.Equal(
                list.Select(member => (member.Item1, (string?)member.Item2, (string?)member.Item3)),
                StructuredItem.ParseList(field).Select(item => (item.Name, item["R"], item["T"])));
        }, iter: Samples.Or(2_000));
    }

    [Fact]
    public void Any_bytes_are_split_into_members_without_losing_a_separator()
    {
        Gen.OneOf(ArbitraryBytes, Pieces).Sample(field =>
        {
            var isQuoted = false;
            var separators = field.Count(c => (isQuoted ^= c == '"') is false && c == ',');
            Assert.Equal(separators + 1, StructuredItem.ParseList(field).Count());
        }, iter: Samples.Or(10_000));
    }

    // Memory is counted, time is not: a machine under load would fail a test on time.
    [Theory]
    [InlineData("Retry-After", "0, ", null, null)]
    [InlineData("Retry-After", "\n17", null, null)]
    [InlineData("Retry-After", "\nThu, 01 Jan 2026 12:00:30 GMT", "Date", "\nThu, 01 Jan 2026 12:00:00 GMT")]
    [InlineData("Retry-After", "9", null, null)]
    [InlineData("Retry-After", "1s", null, null)]
    [InlineData("Retry-After", "Thu,", null, null)]
    [InlineData("Retry-After", "2026-01-01 (", null, null)]
    [InlineData("Retry-After-Ms", "\n9", "Age", "\n1")]
    [InlineData("RateLimit", "a;r=1;t=2,", "RateLimit-Policy", "a;qu=\"bytes\",")]
    [InlineData("RateLimit", "a;r=1;t=1767268830,", "Date", "\nThu, 01 Jan 2026 12:00:00 GMT")]
    [InlineData("RateLimit", ";x=\"", null, null)]
    [InlineData("RateLimit", "\nlimit=1, remaining=2, reset=3", null, null)]
    [InlineData("X-RateLimit-Remaining", "1,", "X-RateLimit-Reset", "1767268830,")]
    [InlineData("X-RateLimit-Remaining", "\n1", "X-RateLimit-Reset", "\n9")]
    public void Headers_four_times_as_long_take_about_four_times_the_memory(
        string name, string repeated, string? otherName, string? otherRepeated)
    {
        Read(10);
        var (some, more) = (Read(200), Read(800));

        Assert.InRange(more, 0, 6 * some);

        long Read(int times)
        {
            var others = otherName is null ? [] : Repeat(otherName, otherRepeated!, times);
            var headers = Headers([.. Repeat(name, repeated, times), .. others]);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Answer.Wait(headers, _time);
            RateLimitHeaders.Read(headers, _time);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private bool IsWithinBounds(HttpResponseHeaders headers)
    {
        var wait = Answer.Wait(headers, _time);
        var quota = RateLimitHeaders.Read(headers, _time);
        return IsWait(wait) && (quota is not { } read || (read.Remaining >= 0 && IsWait(read.Reset)));
    }

    private static bool IsWait(TimeSpan time) => time >= TimeSpan.Zero && time <= LongestWait;

    private static IEnumerable<(string Name, string Value)> Repeat(string name, string text, int times) => text[0] == '\n'
        ? Enumerable.Repeat((name, text[1..]), times)
        : [(name, string.Concat(Enumerable.Repeat(text, times)))];

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static HttpResponseHeaders Headers((string Name, string Value)[] lines)
    {
        var response = new HttpResponseMessage(HttpStatusCode.OK);
        foreach (var (name, value) in lines)
            response.Headers.TryAddWithoutValidation(name, value);
        return response.Headers;
    }
}
