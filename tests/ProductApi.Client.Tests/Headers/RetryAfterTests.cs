using System.Net;
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
    [InlineData("", 0)]
    [InlineData("soon", 0)]
    [InlineData("1e3", 0)]
    [InlineData("NaN", 0)]
    [InlineData("Thu, 01 Jan 2026 12:00:30 GMT", 30)]
    [InlineData("Thursday, 01-Jan-26 12:00:30 GMT", 30)]
    [InlineData("Thu Jan  1 12:00:30 2026", 30)]
    [InlineData("Thu, 01 Jan 2026 11:00:00 GMT", 0)]
    public void Retry_After_is_read_in_every_form_real_servers_send(string value, double seconds)
    {
        Assert.Equal(seconds, RetryAfterHeader.Read(Response(value).Headers, _time).TotalSeconds, 3);
    }

    [Theory]
    [Trait("Contract", "9")]
    [InlineData("9007199254741")]
    [InlineData("99999999999999999999999999999999999999")]
    public void A_huge_Retry_After_saturates(string value)
    {
        Assert.True(RetryAfterHeader.Read(Response(value).Headers, _time) > TimeSpan.FromDays(365));
    }

    [Fact]
    [Trait("Contract", "9")]
    public void A_date_is_measured_against_the_responses_own_Date()
    {
        var response = Response("Thu, 01 Jan 2026 18:00:30 GMT");
        response.Headers.TryAddWithoutValidation("Date", "Thu, 01 Jan 2026 18:00:00 GMT");

        Assert.Equal(30, RetryAfterHeader.Read(response.Headers, _time).TotalSeconds);
    }

    [Fact]
    [Trait("Contract", "9")]
    public void Of_several_header_lines_the_longest_that_can_be_read_counts()
    {
        var response = Response("3");
        response.Headers.TryAddWithoutValidation("Retry-After", "nonsense");
        response.Headers.TryAddWithoutValidation("Retry-After", "11");

        Assert.Equal(11, RetryAfterHeader.Read(response.Headers, _time).TotalSeconds);
    }

    private static HttpResponseMessage Response(string retryAfter)
    {
        var response = new HttpResponseMessage(HttpStatusCode.TooManyRequests);
        response.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
        return response;
    }
}
