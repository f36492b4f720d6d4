using Microsoft.Extensions.DependencyInjection;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Keys;

public sealed class KeyTests
{
    [Theory]
    [InlineData("Authorization", "Bearer", "Bearer " + TestClient.Key)]
    [InlineData("Authorization", "ApiKey", "ApiKey " + TestClient.Key)]
    [InlineData("X-Api-Key", null, TestClient.Key)]
    [InlineData("X-Api-Key", "", TestClient.Key)]
    [InlineData("X-Api-Key", "Token", "Token " + TestClient.Key)]
    [Trait("Contract", "14")]
    public async Task The_key_is_sent_in_the_configured_form(string header, string? scheme, string expected)
    {
        await using var server = RawServer.WithProducts();
        await using var client = new TestClient(server.BaseAddress, options =>
        {
            options.ApiKeyHeader = header;
            options.ApiKeyScheme = scheme;
        });

        var result = await client.Products.FetchAsync(7);

        Assert.True(result.Succeeded, result.Error?.ToString());
        var request = Assert.Single(server.Requests);
        Assert.Equal([expected], request.Header(header));
        Assert.Single(request.HeaderLines, line => line.Contains(TestClient.Key, StringComparison.Ordinal));
        Assert.DoesNotContain(TestClient.Key, request.Line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Authorization", "Bearer")]
    [InlineData("X-Api-Key", null)]
    [Trait("Contract", "14")]
    public async Task A_retry_sends_the_key_exactly_once(string header, string? scheme)
    {
        await using var server = RawServer.Start(exchange => exchange.Request.Attempt switch
        {
            1 => exchange.AnswerAsync(500),
            2 => exchange.ResetAsync(),
            3 => exchange.AnswerAsync(429),
            _ => exchange.ProductAsync(),
        });
        await using var client = new TestClient(server.BaseAddress, options =>
        {
            Quick.Retries(options);
            options.ApiKeyHeader = header;
            options.ApiKeyScheme = scheme;
        });

        var result = await client.Products.FetchAsync(7);

        Assert.True(result.Succeeded, result.Error?.ToString());
        Assert.Equal(4, server.Requests.Count);
        Assert.All(
            server.Requests,
            request => Assert.Equal(scheme is null ? TestClient.Key : $"{scheme} {TestClient.Key}", Assert.Single(request.Header(header))));
    }

    [Fact]
    [Trait("Contract", "14")]
    public async Task The_key_is_sent_to_the_origin_of_BaseAddress_only()
    {
        await using var configured = RawServer.WithProducts();
        await using var other = RawServer.WithProducts();
        await using var client = new TestClient(configured.BaseAddress, build: builder =>
            builder.ConfigureHttpClient(http => http.BaseAddress = other.BaseAddress));

        await client.Products.FetchAsync(7);

        Assert.Empty(configured.Requests);
        Assert.DoesNotContain(Assert.Single(other.Requests).HeaderLines, line => line.Contains(TestClient.Key, StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Contract", "14")]
    public async Task Without_a_key_header_the_caller_authenticates_with_a_handler_of_its_own()
    {
        await using var server = RawServer.Start(
            exchange => exchange.Request.Attempt == 1 ? exchange.AnswerAsync(500) : exchange.ProductAsync());
        await using var client = new TestClient(server.BaseAddress, options =>
        {
            Quick.Retries(options);
            options.ApiKeyHeader = null;
            options.ApiKey = null;
        }, builder => builder.AddHttpMessageHandler(() => new OwnAuthentication()));

        var result = await client.Products.FetchAsync(7);

        Assert.True(result.Succeeded, result.Error?.ToString());
        Assert.Equal(["Own 1", "Own 2"], server.Requests.Select(request => Assert.Single(request.Header("Authorization"))));
    }

    [Fact]
    [Trait("Contract", "17")]
    public async Task A_cookie_is_never_sent_back()
    {
        await using var server = RawServer.Start(exchange => exchange.AnswerAsync(
            200, $$"""{"id":"{{exchange.Request.Id}}"}""", "Set-Cookie: session=of-another-call; Path=/"));
        await using var client = new TestClient(server.BaseAddress, Quick.Concurrency(1));

        var results = await client.Products.FetchManyAsync([1, 2, 3]);

        Assert.All(results, result => Assert.True(result.Succeeded, result.Error?.ToString()));
        Assert.Equal(3, server.Requests.Count);
        Assert.All(server.Requests, request => Assert.Empty(request.Header("Cookie")));
    }

    private sealed class OwnAuthentication : DelegatingHandler
    {
        private int _calls;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Authorization = new("Own", $"{++_calls}");
            return base.SendAsync(request, cancellationToken);
        }
    }
}
