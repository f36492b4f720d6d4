using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Polly.Timeout;
using ProductApi.Client.Bodies;
using ProductApi.Client.Keys;
using ProductApi.Client.Pipeline;
using ProductApi.Client.Products;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Products;

/// <summary>What people read, word for word: what failed, with which id, what to do next.</summary>
public sealed class FetchErrorMapperTests
{
    private static readonly ProductClientOptions Options = new()
    {
        BaseAddress = new Uri("https://products.test/v1"),
        MaxRetryAfter = TimeSpan.FromSeconds(60),
    };

    private static readonly ApiAccess Access = ApiAccess.From(Options);

    private const string KeyValue = "s3cr3t";

    private static readonly ProductApi.Client.Keys.Secrets Key = new(KeyValue);

    [Theory]
    [InlineData(401, null, FetchErrorKind.Unauthorized, false, "the server answered 401 Unauthorized. Check the API key: why")]
    [InlineData(404, null, FetchErrorKind.NotFound, false,
        "it does not exist, or BaseAddress or ProductPath is wrong; the server answered 404 Not Found: why")]
    [InlineData(410, null, FetchErrorKind.NotFound, false,
        "it does not exist, or BaseAddress or ProductPath is wrong; the server answered 410 Gone: why")]
    [InlineData(429, null, FetchErrorKind.RateLimited, true, "the server answered 429 Too Many Requests. Ask again later: why")]
    [InlineData(429, "2.5", FetchErrorKind.RateLimited, true,
        "the server answered 429 Too Many Requests and asked to wait 2.5 s. Ask again later: why")]
    [InlineData(429, "2.34567", FetchErrorKind.RateLimited, true,
        "the server answered 429 Too Many Requests and asked to wait 2.346 s. Ask again later: why")]
    [InlineData(503, "60", FetchErrorKind.Unavailable, true,
        "the server answered 503 Service Unavailable and asked to wait 60 s. Ask again later: why")]
    [InlineData(503, "61", FetchErrorKind.RateLimited, true,
        "the server answered 503 Service Unavailable and asked to wait 61 s. Ask again later: why")]
    [InlineData(500, "61", FetchErrorKind.Unavailable, true,
        "the server answered 500 Internal Server Error and asked to wait 61 s. Ask again later: why")]
    [InlineData(501, null, FetchErrorKind.Unavailable, false,
        "the server answered 501 Not Implemented. The server does not support the request: why")]
    [InlineData(505, null, FetchErrorKind.Unavailable, false,
        "the server answered 505 Http Version Not Supported. The server does not support the request: why")]
    [InlineData(408, null, FetchErrorKind.Unavailable, true, "the server answered 408 Request Timeout. Ask again later: why")]
    [InlineData(425, null, FetchErrorKind.Unavailable, true, "the server answered 425. Ask again later: why")]
    [InlineData(500, null, FetchErrorKind.Unavailable, true, "the server answered 500 Internal Server Error. Ask again later: why")]
    [InlineData(599, null, FetchErrorKind.Unavailable, true, "the server answered 599. Ask again later: why")]
    [InlineData(499, null, FetchErrorKind.Rejected, false, "the server answered 499. The server will not serve this request as it is: why")]
    [InlineData(304, null, FetchErrorKind.Rejected, false,
        "the server answered 304 Not Modified. The server will not serve this request as it is: why")]
    [InlineData(400, null, FetchErrorKind.Rejected, false,
        "the server answered 400 Bad Request. The server will not serve this request as it is: why")]
    [InlineData(299, null, FetchErrorKind.Rejected, false, "the server answered 299. The server will not serve this request as it is: why")]
    [InlineData(300, null, FetchErrorKind.Rejected, false,
        "the server answered 300 Multiple Choices, a redirect. Redirects are not followed; set BaseAddress to the final address: why")]
    [InlineData(399, null, FetchErrorKind.Rejected, false,
        "the server answered 399, a redirect. Redirects are not followed; set BaseAddress to the final address: why")]
    public void An_answer_is_told_with_its_status_and_what_to_do(
        int status, string? retryAfter, FetchErrorKind kind, bool isTransient, string explanation)
    {
        using var response = Response(status);
        if (retryAfter is not null)
            response.Headers.TryAddWithoutValidation("Retry-After", retryAfter);

        var error = FetchErrorMapper.Map("7", response, Judge(response), "why"u8, Key, Access);

        Assert.Equal($"Product '7': {explanation}", error.Message);
        Assert.Equal((kind, isTransient, (HttpStatusCode?)status), (error.Kind, error.IsTransient, error.StatusCode));
        Assert.Equal(retryAfter, error.RetryAfter?.TotalSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void A_redirect_is_told_with_its_target_and_an_answer_without_a_body_ends_in_a_full_stop()
    {
        using var response = Response(302);
        response.Headers.TryAddWithoutValidation("Location", "https://elsewhere.test/?key=s3cr3t");

        var error = FetchErrorMapper.Map("7", response, Judge(response), [], Key, Access);

        Assert.Equal(
            "Product '7': the server answered 302 Found, a redirect to 'https://elsewhere.test/?key=***'. "
            + "Redirects are not followed; set BaseAddress to the final address.", error.Message);
    }

    public static TheoryData<Exception, FetchErrorKind, bool, string> Failures => new()
    {
        { new TimeoutRejectedException("late"), FetchErrorKind.Timeout, true,
            "no complete answer within 10 s (AttemptTimeout). Ask again later, or allow more time." },
        { new TaskCanceledException("late"), FetchErrorKind.Timeout, true,
            "a handler in the client's chain cancelled it before a complete answer had arrived; AttemptTimeout had not passed. "
            + "Ask again later." },
        { new ResponseRuleException(new InvalidOperationException("s3cr3t is odd.")), FetchErrorKind.Unknown, false,
            "ResponseRule failed with InvalidOperationException: *** is odd." },
        { new ResponseTooLargeException(5), FetchErrorKind.InvalidResponse, false,
            "The body is larger than 5 bytes (MaxResponseBytes). Raise it if that is a product." },
        { new InvalidDataException("No gzip."), FetchErrorKind.InvalidResponse, false, "the body cannot be decompressed: No gzip." },
        { new HttpRequestException(HttpRequestError.ConfigurationLimitExceeded, "Long headers."), FetchErrorKind.InvalidResponse, false,
            "Long headers." },
        { new HttpRequestException(HttpRequestError.SecureConnectionError, "Bad certificate"), FetchErrorKind.Network, false,
            "Bad certificate. Check BaseAddress and the server's certificate." },
        { new HttpRequestException(HttpRequestError.ConnectionError, "Refused"), FetchErrorKind.Network, true,
            "Refused. Ask again later." },
        { new InvalidOperationException("s3cr3t is odd"), FetchErrorKind.Unknown, false, "InvalidOperationException: *** is odd." },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public void A_failure_is_told_with_its_cause_and_what_to_do(
        Exception failure, FetchErrorKind kind, bool isTransient, string explanation)
    {
        var error = FetchErrorMapper.Map("7", failure, Key, Options);

        Assert.Equal($"Product '7': {explanation}", error.Message);
        Assert.Equal((kind, isTransient), (error.Kind, error.IsTransient));
        Assert.Same(failure.Message.Contains(KeyValue, StringComparison.Ordinal) ? null : failure, error.Exception);
    }

    [Theory]
    [InlineData("", "the body is empty.")]
    [InlineData("null", "the body is null: null")]
    public void A_body_without_a_product_is_told(string body, string explanation)
    {
        using var response = Response(200);

        var error = FetchErrorMapper.MapUnreadable("7", response, Encoding.UTF8.GetBytes(body), null, Key);

        Assert.Equal($"Product '7': the answer is not a product: {explanation}", error.Message);
        Assert.Equal((FetchErrorKind.InvalidResponse, HttpStatusCode.OK, null), (error.Kind, error.StatusCode, error.Exception));
    }

    [Fact]
    public void A_body_that_cannot_be_read_is_told_with_the_place_and_what_stands_there()
    {
        using var response = Response(200);
        var json = new JsonException("Odd at s3cr3t.");
        var converter = new FormatException("No price.");

        var unreadable = FetchErrorMapper.MapUnreadable("7", response, "{x}"u8, json, Key);
        var unconverted = FetchErrorMapper.MapUnreadable("7", response, "{x}"u8, converter, Key);

        Assert.Equal("Product '7': the answer is not a product: Odd at ***: {x}", unreadable.Message);
        Assert.Null(unreadable.Exception);
        Assert.Equal("Product '7': the answer is not a product: FormatException: No price: {x}", unconverted.Message);
        Assert.Same(converter, unconverted.Exception);
    }

    [Fact]
    public void A_refusal_is_told_with_the_setting_that_bounds_it()
    {
        var tooLong = new GiveUp(GiveUpReason.WaitTooLong, TimeSpan.FromSeconds(90.5), "429");
        var outage = new GiveUp(
            GiveUpReason.OutOfService, TimeSpan.FromSeconds(5), "502 BadGateway", new Patience(TimeSpan.FromMinutes(2), "OutagePatience"));

        var limited = FetchErrorMapper.Map("7", tooLong, Key, Options, Access);
        var down = FetchErrorMapper.Map("7", outage, Key, Options, Access);

        Assert.Equal(
            "Product '7': the server asked everybody to wait 90.5 s, longer than 60 s (MaxRetryAfter); last failure: 429. Ask again then.", limited.Message);
        Assert.Equal(
            "Product '7': products.test has been out of service for longer than 120 s (OutagePatience); "
            + "last failure: 502 BadGateway. Ask again later.",
            down.Message);
        Assert.Equal((FetchErrorKind.RateLimited, 90.5), (limited.Kind, limited.RetryAfter!.Value.TotalSeconds));
        Assert.Equal((FetchErrorKind.Unavailable, 5.0), (down.Kind, down.RetryAfter!.Value.TotalSeconds));
    }

    [Fact]
    public void A_refusal_after_an_announced_wait_names_the_patience_that_was_over_and_the_present_server()
    {
        var moved = Access with { BaseAddress = new Uri("https://moved.test/") };
        var throttled = new GiveUp(
            GiveUpReason.Throttled, TimeSpan.FromSeconds(5), "429", new Patience(TimeSpan.FromSeconds(60), "MaxRetryAfter"));

        var error = FetchErrorMapper.Map("7", throttled, Key, Options, moved);

        Assert.Equal(
            "Product '7': moved.test has throttled every request for longer than 60 s (MaxRetryAfter); last failure: 429. Ask again later.",
            error.Message);
    }

    [Theory]
    [InlineData(429, FetchErrorKind.RateLimited, "the server answered 429 Too Many Requests. ResponseRule made it final: why")]
    [InlineData(500, FetchErrorKind.Unavailable, "the server answered 500 Internal Server Error. ResponseRule made it final: why")]
    public void What_a_rule_has_made_final_is_not_to_be_asked_for_again(int status, FetchErrorKind kind, string explanation)
    {
        using var response = Response(status);
        var verdict = new ResponseClassifier(Options, new FakeTimeProvider()).Judge(response, ResponseAdvice.Final)!;

        var error = FetchErrorMapper.Map("7", response, verdict, "why"u8, Key, Access);

        Assert.Equal((kind, false, $"Product '7': {explanation}"), (error.Kind, error.IsTransient, error.Message));
    }

    [Fact]
    public void What_was_not_sent_is_told_with_the_reason()
    {
        var invalid = FetchErrorMapper.InvalidId("a\nb", "it is odd");
        var unsent = FetchErrorMapper.NotAttempted("7", "no time");

        Assert.Equal("Product id 'a b' cannot be sent: it is odd. No request was sent.", invalid.Message);
        Assert.Equal((FetchErrorKind.InvalidId, FetchErrorKind.NotAttempted), (invalid.Kind, unsent.Kind));
        Assert.Equal("Product '7' was not fetched: no time", unsent.Message);
    }

    private static ResponseVerdict Judge(HttpResponseMessage response) =>
        new ResponseClassifier(Options, new FakeTimeProvider()).Judge(response) ?? new ResponseVerdict(AttemptOutcome.Served);

    private static HttpResponseMessage Response(int status) => new((HttpStatusCode)status);
}
