using System.Net;
using Microsoft.Extensions.DependencyInjection;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Registration;

public sealed class RegistrationTests
{
    [Fact]
    [Trait("Contract", "22")]
    public async Task Registrations_of_several_servers_live_side_by_side()
    {
        await using var first = RawServer.Start(exchange => exchange.AnswerAsync(200, """{"id":"1","name":"of the first"}"""));
        await using var second = RawServer.Start(exchange => exchange.AnswerAsync(200, """{"id":"1","name":"of the second"}"""));
        await using var third = RawServer.Start(exchange => exchange.AnswerAsync(200, """{"id":"1","name":"of the third"}"""));
        await using var services = Provider(services =>
        {
            services.AddProductClient(To(first, "key-1"));
            services.AddProductClient("second", To(second, "key-2"));
            services.AddProductClient("third", To(third, "key-3", options => options.ApiKeyHeader = "X-Key"));
        });

        var results = new[]
        {
            await services.GetRequiredService<IProductClient>().FetchAsync(1),
            await services.GetRequiredKeyedService<IProductClient>("second").FetchAsync(1),
            await services.GetRequiredKeyedService<IProductClient<Product>>("third").FetchAsync(1),
        };

        Assert.Equal(["of the first", "of the second", "of the third"], results.Select(result => result.Product?.Name));
        Assert.Equal(["Bearer key-1"], Assert.Single(first.Requests).Header("Authorization"));
        Assert.Equal(["Bearer key-2"], Assert.Single(second.Requests).Header("Authorization"));
        Assert.Equal(["Bearer key-3"], Assert.Single(third.Requests).Header("X-Key"));
    }

    [Fact]
    [Trait("Contract", "17")]
    public async Task What_one_client_has_learned_does_not_leak_into_another()
    {
        await using var stopped = RawServer.Start(exchange => exchange.AnswerAsync(429, "", "Retry-After: 86400"));
        await using var open = RawServer.WithProducts();
        await using var services = Provider(services =>
        {
            services.AddProductClient("stopped", To(stopped, "key-1"));
            services.AddProductClient("open", To(open, "key-2"));
        });

        var refused = await services.GetRequiredKeyedService<IProductClient>("stopped").FetchManyAsync(Enumerable.Range(1, 5));
        var served = await services.GetRequiredKeyedService<IProductClient>("open").FetchManyAsync(Enumerable.Range(1, 5));

        Assert.All(refused, result => Assert.Equal(FetchErrorKind.RateLimited, result.Error?.Kind));
        Assert.All(served, result => Assert.True(result.Succeeded, result.Error?.ToString()));
    }

    [Fact]
    [Trait("Contract", "22")]
    public async Task A_product_type_of_ones_own_is_read_by_its_own_json_type_info()
    {
        await using var server = RawServer.Start(exchange => exchange.AnswerAsync(200, """{"sku":"A-7","stock":12}"""));
        await using var services = Provider(services => services.AddProductClient(TestJson.Default.Article, To(server)));

        var result = await services.GetRequiredService<IProductClient<Article>>().FetchAsync("A-7");

        Assert.Equal(new Article("A-7", 12), result.Product);
        Assert.Null(services.GetService<IProductClient>());
    }

    [Fact]
    [Trait("Contract", "4")]
    [Trait("Contract", "22")]
    public async Task Product_types_of_one_name_share_settings_and_slots()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = RawServer.Start(async exchange =>
        {
            await gate.Task;
            await exchange.AnswerAsync(200, $$"""{"id":"{{exchange.Request.Id}}","sku":"7","stock":1}""");
        });
        await using var services = Provider(services =>
        {
            services.AddProductClient("shop", To(server, configure: options => options.MaxConcurrency = 3));
            services.AddProductClient("shop", TestJson.Default.Article, _ => { });
        });
        var products = services.GetRequiredKeyedService<IProductClient>("shop").FetchManyAsync(Enumerable.Range(1, 10));
        var articles = services.GetRequiredKeyedService<IProductClient<Article>>("shop").FetchManyAsync(Enumerable.Range(1, 10));

        await server.ReceivedAsync(3);
        gate.SetResult();

        Assert.All(await products, result => Assert.True(result.Succeeded, result.Error?.ToString()));
        Assert.All(await articles, result => Assert.True(result.Succeeded, result.Error?.ToString()));
        Assert.Equal(3, server.MaxInFlight);
        Assert.All(server.Requests, request => Assert.Equal([$"Bearer {TestClient.Key}"], request.Header("Authorization")));
    }

    [Fact]
    [Trait("Contract", "22")]
    public void The_same_name_and_product_type_twice_is_a_programming_error()
    {
        var services = new ServiceCollection();
        services.AddProductClient(_ => { });
        services.AddProductClient("shop", _ => { });
        services.AddProductClient(TestJson.Default.Article, _ => { });
        services.AddProductClient("shop", TestJson.Default.Article, _ => { });

        Assert.Throws<InvalidOperationException>(() => services.AddProductClient(_ => { }));
        Assert.Throws<InvalidOperationException>(() => services.AddProductClient());
        Assert.Contains(
            "'shop'", Assert.Throws<InvalidOperationException>(() => services.AddProductClient("shop")).Message, StringComparison.Ordinal);
        Assert.Contains(
            "Article", Assert.Throws<InvalidOperationException>(() => services.AddProductClient(TestJson.Default.Article)).Message,
            StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => services.AddProductClient("shop", TestJson.Default.Article));
        Assert.Throws<ArgumentException>(() => services.AddProductClient("", _ => { }));
    }

    [Fact]
    [Trait("Contract", "23")]
    public void A_client_is_one_singleton_by_both_its_names()
    {
        using var services = Provider(services => services.AddProductClient(options =>
        {
            options.BaseAddress = new Uri("https://products.test");
            options.ApiKey = TestClient.Key;
        }));

        Assert.Same(services.GetRequiredService<IProductClient>(), services.GetRequiredService<IProductClient>());
        Assert.Same(services.GetRequiredService<IProductClient>(), services.GetRequiredService<IProductClient<Product>>());
    }

    [Fact]
    [Trait("Contract", "22")]
    public async Task The_HTTP_version_of_the_callers_ConfigureHttpClient_is_used()
    {
        await using var server = RawServer.WithProducts();
        await using var client = new TestClient(server.BaseAddress, build: builder => builder.ConfigureHttpClient(http =>
        {
            http.DefaultRequestVersion = HttpVersion.Version10;
            http.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        }));

        await client.Products.FetchAsync(7);

        Assert.Equal("GET /products/7 HTTP/1.0", Assert.Single(server.Requests).Line);
    }

    private static Action<ProductClientOptions> To(RawServer server, string key =
        TestClient.Key, Action<ProductClientOptions>? configure = null) => options =>
    {
        options.BaseAddress = server.BaseAddress;
        options.ApiKey = key;
        configure?.Invoke(options);
    };

    private static ServiceProvider Provider(Action<IServiceCollection> register)
    {
        var services = new ServiceCollection();
        register(services);
        return services.BuildServiceProvider();
    }
}
