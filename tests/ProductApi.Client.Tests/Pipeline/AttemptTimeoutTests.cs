using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Pipeline;

[Trait("Speed", "Slow")]
public sealed class AttemptTimeoutTests
{
    [Theory]
    [InlineData("headers", 0)]
    [InlineData("headers", 1)]
    [InlineData("body", 0)]
    [InlineData("body", 1)]
    [InlineData("answer", 1)]
    [Trait("Contract", "6")]
    public async Task A_stalled_body_ends_like_a_stalled_header(string stalled, int maxRetryAttempts)
    {
        await using var server = RawServer.Start(exchange => Stall(exchange, stalled));
        await using var client = new TestClient(server.BaseAddress, options =>
        {
            Quick.Retries(options);
            options.AttemptTimeout = TimeSpan.FromSeconds(1);
            options.MaxRetryAttempts = maxRetryAttempts;
        });

        var result = await client.Products.FetchAsync(7).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(FetchErrorKind.Timeout, result.Error?.Kind);
        Assert.True(result.Error!.IsTransient);
        Assert.Null(result.Error.StatusCode);
        Assert.Contains("AttemptTimeout", result.Error.Message, StringComparison.Ordinal);
        Assert.Equal(maxRetryAttempts + 1, result.Attempts);
        Assert.Equal(maxRetryAttempts + 1, server.Requests.Count);
        Assert.True(result.Elapsed >= (maxRetryAttempts + 1) * TimeSpan.FromSeconds(0.9));
    }

    [Fact]
    [Trait("Contract", "6")]
    public async Task A_body_that_drips_for_ever_ends_at_the_attempt_timeout()
    {
        await using var server = RawServer.Start(exchange => exchange.DripAsync());
        await using var client = new TestClient(server.BaseAddress, options =>
        {
            options.AttemptTimeout = TimeSpan.FromSeconds(0.3);
            options.MaxRetryAttempts = 0;
        });

        var result = await client.Products.FetchAsync(7).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(FetchErrorKind.Timeout, result.Error?.Kind);
    }

    [Fact]
    [Trait("Contract", "6")]
    public async Task A_stalled_id_does_not_disturb_the_others()
    {
        await using var server = RawServer.Start(
            exchange => exchange.Request.Id == "7" ? exchange.StallBodyAsync() : exchange.ProductAsync());
        await using var client = new TestClient(server.BaseAddress, options =>
        {
            Quick.Retries(options);
            options.AttemptTimeout = TimeSpan.FromSeconds(4);
            options.MaxRetryAttempts = 0;
        });

        var results = await client.Products.FetchManyAsync(Enumerable.Range(1, 20));

        Assert.Equal(FetchErrorKind.Timeout, results[6].Error?.Kind);
        Assert.Equal(19, results.Count(result => result.Succeeded));
    }

    private static Task Stall(RawExchange exchange, string stalled) => stalled switch
    {
        "headers" => exchange.StallHeadersAsync(),
        "body" => exchange.StallBodyAsync(),
        _ => exchange.ClientLeftAsync(),
    };
}
