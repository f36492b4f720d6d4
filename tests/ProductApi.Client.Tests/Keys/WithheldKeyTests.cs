using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Keys;

public sealed class WithheldKeyTests
{
    [Theory]
    [InlineData(401, FetchErrorKind.Unauthorized)]
    [InlineData(403, FetchErrorKind.Rejected)]
    [Trait("Contract", "27")]
    public async Task A_key_that_was_withheld_is_said_to_be_with_where_it_belongs_and_where_the_request_went(
        int status, FetchErrorKind kind)
    {
        await using var elsewhere = RawServer.Start(exchange => exchange.AnswerAsync(status));
        await using var client = new TestClient(
            new Uri("https://api.example.com/v1"), build: builder => builder.ConfigureHttpClient(
                http => http.BaseAddress = elsewhere.BaseAddress));

        var result = await client.Products.FetchAsync(7);

        Assert.Equal(kind, result.Error?.Kind);
        Assert.Contains(
            $"The API key was withheld: it belongs to https://api.example.com, and the request went to http://{elsewhere.BaseAddress.Authority}",
            result.Error!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Check the API key", result.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Contract", "27")]
    public async Task Ids_that_are_not_asked_for_any_more_are_told_the_same_reason()
    {
        var server = new ScriptedServer(_ => ScriptedServer.Status(HttpStatusCode.Unauthorized));
        await using var client = TestClient.Scripted(
            server, build: builder => builder.ConfigureHttpClient(http => http.BaseAddress = new Uri("https://elsewhere.example.com")));

        var results = await client.Products.FetchManyAsync(Enumerable.Range(1, 200));

        Assert.Contains(results, result => result.Error?.Kind == FetchErrorKind.NotAttempted);
        Assert.All(results, result => Assert.Contains("withheld", result.Error!.Message, StringComparison.Ordinal));
        Assert.All(server.Requests, request => Assert.Null(request.Authorization));
    }

    [Fact]
    [Trait("Contract", "28")]
    public async Task A_provider_is_not_asked_for_another_key_because_its_key_was_withheld()
    {
        var asked = 0;
        var server = new ScriptedServer(request => request.Uri.Host == "api.example.com"
            ? ScriptedServer.Product(request.Id)
            : ScriptedServer.Status(HttpStatusCode.Unauthorized));
        await using var client = TestClient.Scripted(server, options =>
        {
            options.BaseAddress = new Uri("https://api.example.com");
            options.ApiKey = null;
            options.ApiKeyProvider = (_, _) => new($"key-{++asked}");
        }, build: builder => builder.AddHttpMessageHandler(() => new Detour()));

        await client.Products.FetchAsync(1);
        var result = await client.Products.FetchAsync("elsewhere");

        Assert.Contains("withheld", result.Error!.Message, StringComparison.Ordinal);
        Assert.Equal(1, asked);
    }

    [Theory]
    [InlineData("our handler")]
    [InlineData("a handler at work")]
    [Trait("Contract", "14")]
    public async Task A_key_that_a_reload_moves_to_a_header_that_redirects_take_along_is_withheld(string primary)
    {
        await using var elsewhere = RawServer.WithProducts();
        await using var server = RawServer.Start(exchange =>
            exchange.Request.Header("Authorization").Count + exchange.Request.Header("X-Api-Key").Count > 0
                ? exchange.AnswerAsync(302, "", $"Location: {elsewhere.BaseAddress}products/7")
                : exchange.AnswerAsync(401));
        using var atWork = new SocketsHttpHandler();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("ProductApi:BaseAddress", server.BaseAddress.ToString()), new("ProductApi:ApiKey", TestClient.Key),
        ]).Build();
        var services = new ServiceCollection();
        var builder = services.AddProductClient(configuration.GetSection("ProductApi"));
        if (primary == "our handler")
            builder.UseSocketsHttpHandler((handler, _) => handler.AllowAutoRedirect = true);
        else
            builder.ConfigurePrimaryHttpMessageHandler(() => atWork);
        services.AddHttpClient("other").ConfigurePrimaryHttpMessageHandler(() => atWork);
        await using var provider = services.BuildServiceProvider();
        using var other = provider.GetRequiredService<IHttpClientFactory>().CreateClient("other");
        using var answer = await other.GetAsync(elsewhere.BaseAddress);
        var products = provider.GetRequiredService<IProductClient>();

        var before = await products.FetchAsync(7);
        configuration["ProductApi:ApiKeyHeader"] = "X-Api-Key";
        configuration["ProductApi:ApiKeyScheme"] = "";
        configuration.Reload();
        var after = await products.FetchAsync(7);

        Assert.True(before.Succeeded, before.Error?.ToString());
        Assert.Contains(
            "withheld: the primary handler follows redirects, which would take the header X-Api-Key", after.Error?.Message,
            StringComparison.Ordinal);
        Assert.All(elsewhere.Requests, request =>
            Assert.Equal((0, 0), (request.Header("Authorization").Count, request.Header("X-Api-Key").Count)));
    }

    private sealed class Detour : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.RequestUri!.AbsolutePath.EndsWith("elsewhere", StringComparison.Ordinal))
                request.RequestUri = new Uri("https://elsewhere.example.com/products/elsewhere");
            return base.SendAsync(request, cancellationToken);
        }
    }
}
