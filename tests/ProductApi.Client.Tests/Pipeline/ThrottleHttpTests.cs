using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Pipeline;

[Trait("Speed", "Slow")]
public sealed class ThrottleHttpTests
{
    [Fact]
    [Trait("Contract", "9")]
    public async Task An_item_is_never_sent_again_before_its_own_Retry_After()
    {
        using var server = new ProductApiStub();
        server.HasProduct(7);
        server.RateLimits(7, times: 2, retryAfter: "2");
        await using var client = new TestClient(server.BaseAddress);

        var result = await client.Products.FetchAsync(7);

        Assert.True(result.Succeeded, result.Error?.ToString());
        Assert.Equal(3, result.Attempts);
        Assert.All(
            Gaps(server.RequestsFor(7).Select(request => request.At)), gap => Assert.True(gap >= TimeSpan.FromSeconds(1.9), $"{gap}"));
    }

    [Fact]
    [Trait("Contract", "9")]
    public async Task A_Retry_After_above_a_second_holds_the_whole_client()
    {
        using var server = new ProductApiStub();
        server.HasProducts(Enumerable.Range(1, 10));
        server.RateLimits(1, times: 1, retryAfter: "2");
        await using var client = new TestClient(server.BaseAddress, Quick.Concurrency(1));

        var results = await client.Products.FetchManyAsync(Enumerable.Range(1, 10));

        Assert.All(results, result => Assert.True(result.Succeeded, result.Error?.ToString()));
        var others = server.Requests.Skip(1).ToList();
        Assert.Equal(10, others.Count);
        Assert.All(others, request => Assert.True(request.At - server.Requests[0].At >= TimeSpan.FromSeconds(1.9), $"{request}"));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    [Trait("Contract", "9")]
    public async Task A_push_back_without_Retry_After_is_sent_again_and_not_charged(int status)
    {
        using var server = new ProductApiStub();
        server.HasProduct(7);
        server.Refuses(7, status, times: 4);
        await using var client = new TestClient(server.BaseAddress, Quick.Retries(0));

        var result = await client.Products.FetchAsync(7);

        Assert.True(result.Succeeded, result.Error?.ToString());
        Assert.Equal((5, 5), (result.Attempts, server.RequestsFor(7).Count));
    }

    [Fact]
    [Trait("Contract", "9")]
    public async Task Push_backs_in_the_middle_of_a_run_lose_nothing()
    {
        await using var server = RawServer.Start(exchange => exchange.Request.Number is > 20 and <= 30
            ? exchange.AnswerAsync(exchange.Request.Number % 2 == 0 ? 429 : 503)
            : exchange.ProductAsync());
        await using var client = new TestClient(server.BaseAddress, Quick.Retries(0));

        var results = await client.Products.FetchManyAsync(Enumerable.Range(1, 60));

        Assert.All(results, result => Assert.True(result.Succeeded, result.Error?.ToString()));
        Assert.Equal(70, server.Requests.Count);
    }

    private static IEnumerable<TimeSpan> Gaps(IEnumerable<DateTime> times) => times.Zip(times.Skip(1), (earlier, later) => later - earlier);
}
