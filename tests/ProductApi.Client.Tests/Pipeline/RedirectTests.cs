using System.Net;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Pipeline;

public sealed class RedirectTests
{
    [Theory]
    [InlineData(301, "Authorization", "Bearer")]
    [InlineData(302, "Authorization", "Bearer")]
    [InlineData(303, "Authorization", "Bearer")]
    [InlineData(307, "Authorization", "Bearer")]
    [InlineData(308, "Authorization", "Bearer")]
    [InlineData(302, "X-Api-Key", null)]
    [InlineData(307, "X-Api-Key", null)]
    [Trait("Contract", "14")]
    public async Task A_redirect_is_Rejected_with_its_target_and_never_followed(int status, string header, string? scheme)
    {
        await using var other = RawServer.WithProducts();
        await using var server = RawServer.Start(exchange => exchange.AnswerAsync(status, "", $"Location: {other.BaseAddress}products/7"));
        await using var client = new TestClient(server.BaseAddress, options =>
        {
            Quick.Retries(options);
            options.ApiKeyHeader = header;
            options.ApiKeyScheme = scheme;
        });

        var result = await client.Products.FetchAsync(7);

        Assert.Equal((FetchErrorKind.Rejected, (HttpStatusCode)status), (result.Error?.Kind, result.Error?.StatusCode));
        Assert.Contains($"{other.BaseAddress}products/7", result.Error!.Message, StringComparison.Ordinal);
        Assert.Contains("BaseAddress", result.Error.Message, StringComparison.Ordinal);
        Assert.False(result.Error.IsTransient);
        Assert.Single(server.Requests);
        Assert.Empty(other.Requests);
    }

    [Theory]
    [InlineData("/v2/products/7")]
    [InlineData("//elsewhere.test/products/7")]
    [InlineData("not an address at all")]
    [InlineData("")]
    [Trait("Contract", "14")]
    public async Task A_redirect_within_the_server_is_not_followed_either(string location)
    {
        await using var server = RawServer.Start(exchange => exchange.AnswerAsync(302, "", $"Location: {location}"));
        await using var client = new TestClient(server.BaseAddress, Quick.Retries);

        var result = await client.Products.FetchAsync(7);

        Assert.Equal(FetchErrorKind.Rejected, result.Error?.Kind);
        Assert.Contains(location, result.Error!.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(300)]
    [InlineData(302)]
    [InlineData(304)]
    [Trait("Contract", "14")]
    public async Task A_redirect_without_a_target_is_Rejected(int status)
    {
        await using var server = RawServer.Start(exchange => exchange.AnswerAsync(status));
        await using var client = new TestClient(server.BaseAddress, Quick.Retries);

        var result = await client.Products.FetchAsync(7);

        Assert.Equal((FetchErrorKind.Rejected, (HttpStatusCode)status), (result.Error?.Kind, result.Error?.StatusCode));
        Assert.Single(server.Requests);
    }
}
