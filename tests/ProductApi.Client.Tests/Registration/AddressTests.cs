using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Registration;

public sealed class AddressTests
{
    [Theory]
    [InlineData("", "products/{id}", "/products/a%2Fb")]
    [InlineData("api", "products/{id}", "/api/products/a%2Fb")]
    [InlineData("api/", "products/{id}", "/api/products/a%2Fb")]
    [InlineData("api/v1", "products/{id}", "/api/v1/products/a%2Fb")]
    [InlineData("api/v1/", "products/{id}", "/api/v1/products/a%2Fb")]
    [InlineData("ap%20i/", "products/{id}", "/ap%20i/products/a%2Fb")]
    [InlineData("api", "{id}", "/api/a%2Fb")]
    [InlineData("api", "products/{id}/details", "/api/products/a%2Fb/details")]
    [InlineData("api", "products/{id}.json?fields=all", "/api/products/a%2Fb.json?fields=all")]
    [InlineData("api", "find?id={id}&kind=product", "/api/find?id=a%2Fb&kind=product")]
    [Trait("Contract", "15")]
    public async Task BaseAddress_keeps_its_path_with_or_without_a_trailing_slash(string path, string productPath, string target)
    {
        await using var server = RawServer.Start(exchange => exchange.AnswerAsync(200, """{"id":"7"}"""));
        await using var client = new TestClient(new Uri(server.BaseAddress + path), options => options.ProductPath = productPath);

        var result = await client.Products.FetchAsync("a/b");

        Assert.True(result.Succeeded, result.Error?.ToString());
        Assert.Equal(target, Assert.Single(server.Requests).Target);
    }

    [Fact]
    public async Task A_request_tells_who_sends_it_and_what_it_accepts()
    {
        await using var server = RawServer.WithProducts();
        await using var client = new TestClient(server.BaseAddress);

        await client.Products.FetchAsync(7);

        var request = Assert.Single(server.Requests);
        Assert.Equal([server.BaseAddress.Authority], request.Header("Host"));
        Assert.Equal(["application/json"], request.Header("Accept"));
        Assert.StartsWith("ProductApi.Client/", Assert.Single(request.Header("User-Agent")), StringComparison.Ordinal);
        Assert.Contains("gzip", Assert.Single(request.Header("Accept-Encoding")), StringComparison.Ordinal);
    }
}
