using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Registration;

/// <summary>With the real package, reading endpoints from configuration.</summary>
public sealed class ServiceDiscoveryTests
{
    private static readonly string[] Addresses =
        ["http://catalog", "http://catalog/v1", "https+http://catalog", "https+http://_web.catalog", "http://_web.catalog"];

    public static TheoryData<string, string> Ways
    {
        get
        {
            var ways = new TheoryData<string, string>();
            foreach (var address in Addresses)
            {
                foreach (var place in new[] { "defaults", "builder", "both" })
                    ways.Add(place, address);
            }

            return ways;
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    [Trait("Contract", "27")]
    public async Task The_key_goes_to_the_endpoint_that_the_configured_address_stands_for(string place, string address)
    {
        await using var server = RawServer.WithProducts();
        await using var services = Provider(place, address, [("http", server.BaseAddress), ("web", server.BaseAddress)]);

        var results = await services.GetRequiredService<IProductClient>().FetchManyAsync([1, 2, 3, 4, 5]);

        Assert.All(results, result => Assert.True(result.Succeeded, result.Error?.ToString()));
        Assert.Equal(5, server.Requests.Count);
        Assert.All(server.Requests, request => Assert.Equal([$"Bearer {TestClient.Key}"], request.Header("Authorization")));
    }

    [Fact]
    [Trait("Contract", "27")]
    public async Task Every_endpoint_of_the_service_gets_the_key_also_at_a_retry()
    {
        await using var first = RawServer.Start(
            exchange => exchange.Request.Attempt == 1 ? exchange.AnswerAsync(500) : exchange.ProductAsync());
        await using var second = RawServer.Start(
            exchange => exchange.Request.Attempt == 1 ? exchange.AnswerAsync(500) : exchange.ProductAsync());
        await using var services = Provider("builder", "https+http://catalog", [("http", first.BaseAddress), ("http", second.BaseAddress)]);

        var results = await services.GetRequiredService<IProductClient>().FetchManyAsync(Enumerable.Range(1, 10));

        Assert.All(results, result => Assert.True(result.Succeeded, result.Error?.ToString()));
        Assert.NotEmpty(first.Requests);
        Assert.NotEmpty(second.Requests);
        Assert.All(
            [.. first.Requests, .. second.Requests],
            request => Assert.Equal([$"Bearer {TestClient.Key}"], request.Header("Authorization")));
    }

    [Theory]
    [InlineData("defaults")]
    [InlineData("builder")]
    [Trait("Contract", "27")]
    public async Task Https_wins_where_both_are_there(string place)
    {
        var server = ThatWantsTheKey();
        await using var services = Provider(
            place, "https+http://catalog", [("http", new("http://plain.example.com")), ("https", new("https://safe.example.com"))],
            server: server);

        var result = await services.GetRequiredService<IProductClient>().FetchAsync(7);

        Assert.True(result.Succeeded, result.Error?.ToString());
        Assert.Equal("https://safe.example.com/products/7", Assert.Single(server.Requests).Uri.ToString());
    }

    [Theory]
    [InlineData("defaults", "http://catalog")]
    [InlineData("builder", "https+http://catalog")]
    [Trait("Contract", "27")]
    public async Task An_endpoint_that_is_reached_by_plain_http_gets_no_key_and_the_error_says_why(string place, string address)
    {
        var server = ThatWantsTheKey();
        await using var services = Provider(place, address, [("http", new("http://10.1.2.3:8080"))], server: server);

        var result = await services.GetRequiredService<IProductClient>().FetchAsync(7);

        Assert.Equal(FetchErrorKind.Unauthorized, result.Error?.Kind);
        Assert.Contains("withheld", result.Error!.Message, StringComparison.Ordinal);
        Assert.Contains("http://10.1.2.3:8080", result.Error.Message, StringComparison.Ordinal);
        Assert.Contains("AllowInsecureHttp", result.Error.Message, StringComparison.Ordinal);
        Assert.All(server.Requests, request => Assert.Null(request.Authorization));
    }

    [Fact]
    [Trait("Contract", "27")]
    public async Task An_endpoint_that_is_reached_by_plain_http_gets_the_key_where_that_is_allowed()
    {
        var server = ThatWantsTheKey();
        await using var services = Provider(
            "defaults", "http://catalog", [("http", new("http://10.1.2.3:8080"))], options => options.AllowInsecureHttp = true, server);

        var result = await services.GetRequiredService<IProductClient>().FetchAsync(7);

        Assert.True(result.Succeeded, result.Error?.ToString());
        Assert.Equal("http://10.1.2.3:8080/products/7", Assert.Single(server.Requests).Uri.ToString());
    }

    [Theory]
    [InlineData("before service discovery", "http://other/")]
    [InlineData("before service discovery", "https://other/")]
    [InlineData("before service discovery", "https://elsewhere.example.com/")]
    [InlineData("behind service discovery", "https://elsewhere.example.com/")]
    [Trait("Contract", "27")]
    public async Task A_handler_that_goes_elsewhere_never_gets_the_key(string place, string elsewhere)
    {
        var server = ThatWantsTheKey();
        await using var services =
            Provider("none", "https+http://catalog", [("https", new("https://catalog.example.com"))], server: server, build: builder =>
        {
            if (place.StartsWith("before", StringComparison.Ordinal))
                builder.AddHttpMessageHandler(() => new Resolver(new Uri(elsewhere)));
            builder.AddServiceDiscovery();
            if (place.StartsWith("behind", StringComparison.Ordinal))
                builder.AddHttpMessageHandler(() => new Resolver(new Uri(elsewhere)));
        });

        var result = await services.GetRequiredService<IProductClient>().FetchAsync(7);

        Assert.Equal(FetchErrorKind.Unauthorized, result.Error?.Kind);
        Assert.Contains("withheld", result.Error!.Message, StringComparison.Ordinal);
        Assert.All(server.Requests, request => Assert.Null(request.Authorization));
    }

    [Theory]
    [InlineData("http://catalog")]
    [InlineData("https://catalog")]
    [InlineData("https+http://catalog")]
    [Trait("Contract", "27")]
    public async Task A_handler_of_the_callers_may_resolve_a_service_name(string address)
    {
        await using var server = RawServer.WithProducts();
        await using var services = Provider(
            "none", address, [], build: builder => builder.AddHttpMessageHandler(() => new Resolver(server.BaseAddress)));

        var result = await services.GetRequiredService<IProductClient>().FetchAsync(7);

        Assert.True(result.Succeeded, result.Error?.ToString());
        Assert.Equal([$"Bearer {TestClient.Key}"], Assert.Single(server.Requests).Header("Authorization"));
    }

    [Theory]
    [InlineData("https+http://catalog", "service discovery")]
    [InlineData("http+https://catalog", "service discovery")]
    [InlineData("http://catalog", "AllowInsecureHttp")]
    [Trait("Contract", "18")]
    public async Task A_service_name_that_nothing_resolves_fails_at_the_first_resolve(string address, string says)
    {
        await using var services = Provider("none", address, []);

        var exception = Assert.ThrowsAny<Exception>(services.GetRequiredService<IProductClient>);

        Assert.Contains(address, exception.Message, StringComparison.Ordinal);
        Assert.Contains("AddServiceDiscovery", exception.Message, StringComparison.Ordinal);
        Assert.Contains(says, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Contract", "27")]
    public async Task A_service_name_that_no_handler_resolved_is_a_final_error_that_says_so()
    {
        await using var services = Provider(
            "none", "https+http://catalog", [], build: builder => builder.AddHttpMessageHandler(() => new Resolver(null)));

        var result = await services.GetRequiredService<IProductClient>().FetchAsync(7);

        Assert.False(result.Error!.IsTransient);
        Assert.Contains("nothing resolved 'https+http://catalog'", result.Error.Message, StringComparison.Ordinal);
    }

    private static ScriptedServer ThatWantsTheKey() => new(request => request.Authorization is null
        ? ScriptedServer.Status(HttpStatusCode.Unauthorized)
        : ScriptedServer.Product(request.Id));

    private static ServiceProvider Provider(
        string place, string address, (string Name, Uri Endpoint)[] endpoints, Action<ProductClientOptions>? configure = null,
        HttpMessageHandler? server = null, Action<IHttpClientBuilder>? build = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(endpoints.Select((endpoint, index) =>
            KeyValuePair.Create($"Services:catalog:{endpoint.Name}:{index}", (string?)endpoint.Endpoint.ToString()))).Build());
        if (place != "none")
            services.AddServiceDiscovery();
        else
            services.AddServiceDiscoveryCore().AddConfigurationServiceEndpointProvider().AddPassThroughServiceEndpointProvider();
        if (place is "defaults" or "both")
            services.ConfigureHttpClientDefaults(builder => builder.AddServiceDiscovery());
        var client = services.AddProductClient(options =>
        {
            options.BaseAddress = new Uri(address);
            options.ApiKey = TestClient.Key;
            options.RetryBaseDelay = TimeSpan.FromMilliseconds(1);
            configure?.Invoke(options);
        });
        if (place is "builder" or "both")
            client.AddServiceDiscovery();
        if (server is not null)
            client.ConfigurePrimaryHttpMessageHandler(() => server);
        build?.Invoke(client);
        return services.BuildServiceProvider();
    }

    private sealed class Resolver(Uri? endpoint) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (endpoint is not null)
                request.RequestUri = new Uri(endpoint, request.RequestUri!.PathAndQuery);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
