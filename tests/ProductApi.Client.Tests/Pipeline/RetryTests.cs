using System.Net;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Pipeline;

public sealed class RetryTests
{
    [Theory]
    [InlineData("408")]
    [InlineData("500")]
    [InlineData("502")]
    [InlineData("504")]
    [InlineData("reset")]
    [InlineData("truncated body")]
    [InlineData("truncated chunks")]
    [InlineData("reset in the body")]
    [InlineData("garbage")]
    [InlineData("stalled headers")]
    [InlineData("stalled body")]
    [Trait("Contract", "7")]
    public async Task A_transient_fault_is_retried_and_then_succeeds(string fault)
    {
        await using var server = RawServer.Start(
            exchange => exchange.Request.Attempt <= 2 ? Fail(exchange, fault) : exchange.ProductAsync());
        await using var client = new TestClient(server.BaseAddress, options =>
        {
            Quick.Retries(options);
            options.AttemptTimeout = TimeSpan.FromSeconds(fault.StartsWith("stalled", StringComparison.Ordinal) ? 0.7 : 20);
        });

        var result = await client.Products.FetchAsync(7);

        Assert.True(result.Succeeded, result.Error?.ToString());
        Assert.Equal((3, 3), (result.Attempts, server.Requests.Count));
    }

    [Theory]
    [InlineData("408", FetchErrorKind.Unavailable)]
    [InlineData("500", FetchErrorKind.Unavailable)]
    [InlineData("502", FetchErrorKind.Unavailable)]
    [InlineData("504", FetchErrorKind.Unavailable)]
    [InlineData("reset", FetchErrorKind.Network)]
    [InlineData("truncated body", FetchErrorKind.Network)]
    [InlineData("truncated chunks", FetchErrorKind.Network)]
    [InlineData("reset in the body", FetchErrorKind.Network)]
    [InlineData("garbage", FetchErrorKind.Network)]
    [Trait("Contract", "7")]
    public async Task After_the_last_retry_the_id_fails_with_what_happened(string fault, FetchErrorKind kind)
    {
        await using var server = RawServer.Start(exchange => Fail(exchange, fault));
        await using var client = new TestClient(server.BaseAddress, Quick.Retries);

        var result = await client.Products.FetchAsync(7);

        Assert.Equal(kind, result.Error?.Kind);
        Assert.True(result.Error!.IsTransient);
        Assert.Equal(int.TryParse(fault, out var status) ? (HttpStatusCode)status : null, result.Error.StatusCode);
        Assert.Contains("'7'", result.Error.Message, StringComparison.Ordinal);
        Assert.Equal((4, 4), (result.Attempts, server.Requests.Count));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    [Trait("Contract", "7")]
    public async Task MaxRetryAttempts_bounds_the_requests_for_an_id(int maxRetryAttempts)
    {
        await using var server = RawServer.Start(exchange => exchange.AnswerAsync(500));
        await using var client = new TestClient(server.BaseAddress, Quick.Retries(maxRetryAttempts));

        var result = await client.Products.FetchAsync(7);

        Assert.Equal(FetchErrorKind.Unavailable, result.Error?.Kind);
        Assert.Equal((maxRetryAttempts + 1, maxRetryAttempts + 1), (result.Attempts, server.Requests.Count));
    }

    [Fact]
    [Trait("Contract", "7")]
    public async Task Different_faults_of_one_id_are_counted_together()
    {
        string[] faults = ["500", "reset", "truncated body", "502"];
        await using var server = RawServer.Start(exchange => Fail(exchange, faults[exchange.Request.Attempt - 1]));
        await using var client = new TestClient(server.BaseAddress, Quick.Retries);

        var result = await client.Products.FetchAsync(7);

        Assert.Equal((FetchErrorKind.Unavailable, HttpStatusCode.BadGateway), (result.Error?.Kind, result.Error?.StatusCode));
        Assert.Equal((4, 4), (result.Attempts, server.Requests.Count));
    }

    [Fact]
    [Trait("Contract", "7")]
    public async Task A_connection_closed_without_a_byte_is_retried_and_then_succeeds()
    {
        await using var server = RawServer.Start(
            exchange => exchange.Request.Attempt <= 5 ? exchange.WriteAsync("") : exchange.ProductAsync());
        await using var client = new TestClient(server.BaseAddress, Quick.Retries);

        var result = await client.Products.FetchAsync(7);

        // SocketsHttpHandler sends such a request up to three more times by itself, and nobody can count or forbid that.
        Assert.True(result.Succeeded, result.Error?.ToString());
        Assert.InRange(result.Attempts, 2, 4);
        Assert.Equal(6, server.Requests.Count);
    }

    private static Task Fail(RawExchange exchange, string fault) => fault switch
    {
        "reset" => exchange.ResetAsync(),
        "truncated body" => exchange.TruncateAsync(),
        "truncated chunks" => exchange.WriteAsync("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n9\n{\"id\":\"7\""),
        "reset in the body" => exchange.TruncateAsync(reset: true),
        "garbage" => exchange.WriteAsync("What is this?\n\n"),
        "stalled headers" => exchange.StallHeadersAsync(),
        "stalled body" => exchange.StallBodyAsync(),
        _ => exchange.AnswerAsync(int.Parse(fault, null)),
    };
}
