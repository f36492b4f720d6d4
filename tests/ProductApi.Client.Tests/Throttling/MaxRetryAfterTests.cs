using System.Net;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Throttling;

public sealed class MaxRetryAfterTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(25)]
    [InlineData(50)]
    [Trait("Contract", "10")]
    public async Task A_wait_beyond_MaxRetryAfter_fails_its_item_when_it_is_told_so_again_and_no_other(int bad)
    {
        await using var server = RawServer.Start(exchange => exchange.Request.Id == bad.ToString(provider: null)
            ? exchange.AnswerAsync(429, "come back tomorrow", "Retry-After: 86400")
            : exchange.ProductAsync());
        await using var client = new TestClient(server.BaseAddress);

        var results = await client.Products.FetchManyAsync(Enumerable.Range(1, 50)).WaitAsync(TimeSpan.FromSeconds(30));

        var failed = Assert.Single(results, result => !result.Succeeded);
        Assert.Equal(bad, failed.ProductId);
        Assert.Equal((FetchErrorKind.RateLimited, HttpStatusCode.TooManyRequests), (failed.Error!.Kind, failed.Error.StatusCode));
        Assert.Equal(TimeSpan.FromDays(1), failed.Error.RetryAfter);
        Assert.True(failed.Error.IsTransient);
        Assert.Equal(2, failed.Attempts);
        Assert.InRange(server.Requests.Count, 51, 53);
    }

    [Fact]
    [Trait("Contract", "10")]
    public async Task A_wait_beyond_MaxRetryAfter_that_a_look_confirms_stops_the_client()
    {
        await using var server = RawServer.Start(exchange => exchange.AnswerAsync(429, "", "Retry-After: 86400"));
        await using var client = new TestClient(server.BaseAddress, Quick.Concurrency(4));

        var results = await client.Products.FetchManyAsync(Enumerable.Range(1, 50)).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.All(results, result => Assert.Equal(FetchErrorKind.RateLimited, result.Error?.Kind));
        Assert.All(results, result => Assert.InRange(result.Error!.RetryAfter!.Value.TotalHours, 23.9, 24));
        Assert.InRange(server.Requests.Count, 2, 4 + 2);
        Assert.Contains(results, result => result.Attempts == 0);
    }
}
