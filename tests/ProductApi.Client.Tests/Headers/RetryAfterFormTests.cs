using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Headers;

[Trait("Speed", "Slow")]
public sealed class RetryAfterFormTests
{
    [Theory]
    [InlineData("Wed, 01 Jan 2020 00:00:01 GMT")]
    [InlineData("Wednesday, 01-Jan-20 00:00:01 GMT")]
    [InlineData("Wed Jan  1 00:00:01 2020")]
    [InlineData("0.98")]
    [InlineData("0, 1")]
    [Trait("Contract", "9")]
    public async Task Retry_After_is_read_in_every_form_that_servers_send(string retryAfter)
    {
        // A clock that is years behind: a date counts against the answer's own Date.
        await using var server = RawServer.Start(exchange => exchange.Request.Attempt == 1
            ? exchange.AnswerAsync(429, "", "Date: Wed, 01 Jan 2020 00:00:00 GMT", $"Retry-After: {retryAfter}")
            : exchange.ProductAsync());
        await using var client = new TestClient(server.BaseAddress);

        var result = await client.Products.FetchAsync(7);

        Assert.True(result.Succeeded, result.Error?.ToString());
        Assert.Equal(2, result.Attempts);
        Assert.True(server.Requests[1].At - server.Requests[0].At >= TimeSpan.FromSeconds(0.95));
    }
}
