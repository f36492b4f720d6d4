using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Keys;

public sealed class KeyRotationTests : IAsyncDisposable
{
    private readonly RawServer _server = RawServer.Start(exchange =>
        exchange.Request.Header("Authorization") is ["Bearer wrong"] ? exchange.AnswerAsync(401) : exchange.ProductAsync());

    private readonly IConfigurationRoot _configuration = new ConfigurationBuilder().AddInMemoryCollection().Build();
    private readonly FakeLogCollector _logs = new();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("section", "ProductApi")]
    [InlineData("host", "ProductApi")]
    [InlineData("named section", "Shop")]
    [InlineData("named host", "ProductApi:shop")]
    [Trait("Contract", "14")]
    public async Task The_key_follows_a_reload_of_the_configuration(string registration, string section)
    {
        Set(section, "first");
        await using var services = Provider(registration, section);
        var products = Client(services, registration);

        await products.FetchAsync(1);
        Set(section, "second");
        await products.FetchAsync(2);

        Assert.Equal(["Bearer first", "Bearer second"], _server.Requests.Select(request => Assert.Single(request.Header("Authorization"))));
    }

    [Theory]
    [InlineData("ApiKey", "")]
    [InlineData("ApiKey", "line\nbreak")]
    [InlineData("MaxConcurrency", "0")]
    [InlineData("MaxConcurrency", "many")]
    [InlineData("BaseAddress", "http://not.secure.test")]
    [Trait("Contract", "14")]
    public async Task A_reload_that_is_not_valid_keeps_the_last_key_and_logs_a_warning(string setting, string value)
    {
        Set("ProductApi", "first");
        await using var services = Provider("section", "ProductApi");
        var products = Client(services, "section");
        await products.FetchAsync(1);

        var good = _configuration[$"ProductApi:{setting}"];
        _configuration["ProductApi:ApiKey"] = "never-valid";
        _configuration[$"ProductApi:{setting}"] = value;
        _configuration.Reload();
        await products.FetchAsync(2);
        _configuration[$"ProductApi:{setting}"] = good;
        Set("ProductApi", "third");
        await products.FetchAsync(3);

        Assert.Equal(
            ["Bearer first", "Bearer first", "Bearer third"],
            _server.Requests.Select(request => Assert.Single(request.Header("Authorization"))));
        var warning = Assert.Single(_logs.GetSnapshot(), line => line.Level == LogLevel.Warning);
        Assert.Equal("ReloadRejected", warning.Id.Name);
        Assert.DoesNotContain("never-valid", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Contract", "12")]
    public async Task A_run_under_a_new_key_does_not_suffer_from_the_rejected_one()
    {
        Set("ProductApi", "wrong");
        await using var services = Provider("section", "ProductApi");
        var products = Client(services, "section");

        var rejected = await products.FetchManyAsync(Enumerable.Range(1, 50));
        Set("ProductApi", "right");
        var served = await products.FetchManyAsync(Enumerable.Range(1, 50));

        Assert.All(rejected, result => Assert.False(result.Succeeded));
        Assert.All(served, result => Assert.True(result.Succeeded, result.Error?.ToString()));
    }

    [Fact]
    [Trait("Contract", "12")]
    public async Task A_rejection_that_came_before_the_new_key_is_asked_about_once_more()
    {
        Set("ProductApi", "wrong");
        var gatekeeper = new Gatekeeper(() => Set("ProductApi", "right"));
        await using var services = Provider("section", "ProductApi", builder => builder.AddHttpMessageHandler(() => gatekeeper));

        var result = await Client(services, "section").FetchAsync(1).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal((FetchErrorKind.Unauthorized, 2), (result.Error?.Kind, gatekeeper.Calls));
        Assert.Empty(_server.Requests);
    }

    [Fact]
    [Trait("Contract", "14")]
    public async Task A_new_address_and_its_key_take_effect_together()
    {
        await using var elsewhere = RawServer.WithProducts();
        Set("ProductApi", "first");
        await using var services = Provider("section", "ProductApi");
        var products = Client(services, "section");
        await products.FetchAsync(1);

        _configuration["ProductApi:BaseAddress"] = $"{elsewhere.BaseAddress}v2/";
        _configuration["ProductApi:ApiKey"] = "second";
        _configuration["ProductApi:ApiKeyHeader"] = "X-Api-Key";
        _configuration["ProductApi:ApiKeyScheme"] = "";
        _configuration["ProductApi:ProductPath"] = "items/{id}";
        _configuration.Reload();
        await products.FetchAsync(2);

        Assert.Equal(["Bearer first"], Assert.Single(_server.Requests).Header("Authorization"));
        var moved = Assert.Single(elsewhere.Requests);
        Assert.Equal(["second"], moved.Header("X-Api-Key"));
        Assert.Equal("/v2/items/2", moved.Target);
        Assert.Empty(moved.Header("Authorization"));
        Assert.Contains(_logs.GetSnapshot(), line => line.Id.Name == "ServerChanged");
    }

    [Fact]
    [Trait("Contract", "14")]
    public async Task An_id_too_long_for_the_server_of_a_reload_fails_by_itself()
    {
        Set("ProductApi", "first");
        await using var server = RawServer.Start(exchange =>
        {
            _configuration["ProductApi:BaseAddress"] = $"{_server.BaseAddress}{new string('x', 400)}/";
            _configuration.Reload();
            return exchange.AnswerAsync(500);
        });
        _configuration["ProductApi:BaseAddress"] = server.BaseAddress.ToString();
        _configuration["ProductApi:MaxRetryAttempts"] = "0";
        _configuration.Reload();
        await using var services = Provider("section", "ProductApi");

        var result = await Client(services, "section").FetchAsync(new string('7', 7_800)).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(FetchErrorKind.InvalidId, result.Error?.Kind);
    }

    [Fact]
    [Trait("Contract", "14")]
    public async Task What_is_on_its_way_when_the_server_changes_never_carries_the_new_key_to_the_old_server()
    {
        await using var elsewhere = RawServer.WithProducts();
        Set("ProductApi", "first");
        var moved = new Lazy<bool>(() =>
        {
            _configuration["ProductApi:BaseAddress"] = elsewhere.BaseAddress.ToString();
            _configuration["ProductApi:ApiKey"] = "second";
            _configuration.Reload();
            return true;
        });
        await using var server = RawServer.Start(exchange => exchange.AnswerAsync(moved.Value ? 500 : 200));
        _configuration["ProductApi:BaseAddress"] = server.BaseAddress.ToString();
        _configuration["ProductApi:MaxRetryAttempts"] = "0";
        _configuration.Reload();
        await using var services = Provider("section", "ProductApi");

        var results = await Client(services, "section").FetchManyAsync([1, 2, 3]);

        Assert.All(results, result => Assert.True(result.Succeeded, result.Error?.ToString()));
        Assert.All(server.Requests, request => Assert.Equal(["Bearer first"], request.Header("Authorization")));
        Assert.All(elsewhere.Requests, request => Assert.Equal(["Bearer second"], request.Header("Authorization")));
    }

    [Fact]
    [Trait("Contract", "14")]
    public async Task A_wait_that_the_former_server_announced_does_not_hold_the_new_one()
    {
        await using var elsewhere = RawServer.WithProducts();
        Set("ProductApi", "first");
        await using var server = RawServer.Start(exchange => exchange.AnswerAsync(429, "", "Retry-After: 300"));
        _configuration["ProductApi:BaseAddress"] = server.BaseAddress.ToString();
        _configuration.Reload();
        await using var services = Provider("section", "ProductApi");

        var fetching = Client(services, "section").FetchManyAsync([1, 2, 3]);
        await server.ReceivedAsync(3);
        _configuration["ProductApi:BaseAddress"] = elsewhere.BaseAddress.ToString();
        _configuration["ProductApi:ApiKey"] = "second";
        _configuration.Reload();
        var results = await fetching.WaitAsync(TimeSpan.FromSeconds(60));

        Assert.All(results, result => Assert.True(result.Succeeded, result.Error?.ToString()));
        Assert.Equal(3, elsewhere.Requests.Count);
    }

    private void Set(string section, string key)
    {
        _configuration[$"{section}:BaseAddress"] = _server.BaseAddress.ToString();
        _configuration[$"{section}:ApiKey"] = key;
        _configuration.Reload();
    }

    private ServiceProvider Provider(string registration, string section, Action<IHttpClientBuilder>? build = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(_configuration);
        services.AddLogging(logging => logging.AddProvider(new FakeLoggerProvider(_logs)));
        var builder = registration switch
        {
            "section" => services.AddProductClient(_configuration.GetSection(section)),
            "host" => services.AddProductClient(),
            "named section" => services.AddProductClient("shop", _configuration.GetSection(section)),
            _ => services.AddProductClient("shop"),
        };
        build?.Invoke(builder);
        return services.BuildServiceProvider();
    }

    private static IProductClient Client(ServiceProvider services, string registration) =>
        registration.StartsWith("named", StringComparison.Ordinal)
            ? services.GetRequiredKeyedService<IProductClient>("shop")
            : services.GetRequiredService<IProductClient>();

    /// <summary>Answers in the server's place, so that the request never gets its key.</summary>
    private sealed class Gatekeeper(Action rotate) : DelegatingHandler
    {
        public int Calls { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (++Calls == 1)
                rotate();
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.Unauthorized) { RequestMessage = request });
        }
    }
}
