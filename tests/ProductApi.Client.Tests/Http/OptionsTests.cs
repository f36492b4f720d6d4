using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Http;

public sealed class OptionsTests
{
    /// <summary>A bad setting, its value, what the message must say.</summary>
    public static TheoryData<string, string?, string[]> BadSettings => new()
    {
        { "BaseAddress", null, ["missing", "https://"] },
        { "BaseAddress", "", ["missing", "https://"] },
        { "BaseAddress", "api.example.com/v1", ["api.example.com/v1", "absolute"] },
        { "BaseAddress", "/v1", ["/v1", "absolute"] },
        { "BaseAddress", "ftp://api.example.com", ["ftp://api.example.com", "http or https"] },
        { "BaseAddress", "http://api.example.com", ["http://api.example.com", "https", "AllowInsecureHttp"] },
        { "BaseAddress", "https://api.example.com/?a=1", ["https://api.example.com/?a=1", "query"] },
        { "BaseAddress", "https://api.example.com/#top", ["https://api.example.com/#top", "fragment"] },
        { "BaseAddress", "https://user:" + TestClient.Key + "@api.example.com", ["user information", "ApiKey"] },
        { "BaseAddress", "htps://user:" + TestClient.Key + "@api.example.com", ["http or https"] },
        { "ApiKey", null, ["missing", "ApiKeyHeader"] },
        { "ApiKey", "", ["missing"] },
        { "ApiKey", "   ", ["missing"] },
        { "ApiKey", TestClient.Key + "\n", ["line break"] },
        { "ApiKey", TestClient.Key + "\u00FC", ["ASCII"] },
        { "ApiKeyHeader", "X Api Key", ["X Api Key", "name of an HTTP header"] },
        { "ApiKeyHeader", "X-Api-Key:", ["X-Api-Key:", "name of an HTTP header"] },
        { "ApiKeyHeader", "Content-Type", ["Content-Type"] },
        { "ApiKeyScheme", "Bearer " + TestClient.Key, ["one word"] },
        { "ProductPath", "", ["{id}"] },
        { "ProductPath", "products", ["'products'", "{id}"] },
        { "ProductPath", "/products/{id}", ["'/products/{id}'", "relative"] },
        { "ProductPath", "../{id}", ["'../{id}'", "relative"] },
        { "ProductPath", "{id}/{id}", ["'{id}/{id}'", "once"] },
        { "ProductPath", "https://elsewhere.test/{id}", ["'https://elsewhere.test/{id}'", "relative"] },
        { "ProductPath", "products/{id}#top", ["'products/{id}#top'", "relative"] },
        { "MaxConcurrency", "0", ["is 0", "from 1 to 10000"] },
        { "MaxConcurrency", "-5", ["is -5", "from 1 to 10000"] },
        { "MaxConcurrency", "10001", ["is 10001", "from 1 to 10000"] },
        { "ConnectTimeout", "00:00:00", ["is 00:00:00", "to 00:05:00"] },
        { "AttemptTimeout", "10", ["is 10.00:00:00", "to 00:10:00"] },
        { "AttemptTimeout", "-00:00:01", ["is -00:00:01", "from 00:00:00.05"] },
        { "MaxRetryAttempts", "-1", ["is -1", "from 0 to 10"] },
        { "MaxRetryAttempts", "11", ["is 11", "from 0 to 10"] },
        { "RetryBaseDelay", "00:02:00", ["is 00:02:00", "to 00:01:00"] },
        { "MaxRetryAfter", "2.00:00:00", ["is 2.00:00:00", "to 1.00:00:00"] },
        { "OutagePatience", "-00:00:01", ["is -00:00:01", "to 1.00:00:00"] },
        { "MaxResponseBytes", "0", ["is 0", "from 1 to 536870912"] },
        { "MaxResponseBytes", "536870913", ["is 536870913", "from 1 to 536870912"] },
    };

    [Theory]
    [MemberData(nameof(BadSettings))]
    [Trait("Contract", "18")]
    public async Task A_bad_setting_fails_when_the_host_starts(string setting, string? value, string[] says)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(Settings(setting, value));
        builder.Services.AddProductClient();
        using var host = builder.Build();

        var exception = await Assert.ThrowsAnyAsync<Exception>(() => host.StartAsync());

        AssertNames($"ProductApi:{setting}", says, exception);
    }

    [Fact]
    [Trait("Contract", "18")]
    public async Task A_host_that_cannot_start_tells_each_bad_setting_once()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(Settings("MaxConcurrency", "0"));
        builder.Services.AddProductClient();
        using var host = builder.Build();

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Equal("ProductApi:MaxConcurrency is 0. It must be from 1 to 10000.", exception.Message);
    }

    [Theory]
    [MemberData(nameof(BadSettings))]
    [Trait("Contract", "18")]
    public async Task A_bad_setting_fails_at_the_first_resolve_where_there_is_no_host(string setting, string? value, string[] says)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(Settings(setting, value)).Build();
        await using var services = Provider(services => services.AddProductClient(configuration.GetSection("ProductApi")));

        AssertNames($"ProductApi:{setting}", says, Assert.Throws<OptionsValidationException>(services.GetRequiredService<IProductClient>));
        AssertNames($"ProductApi:{setting}", says, Assert.Throws<OptionsValidationException>(services.GetRequiredService<IProductClient<Product>>));
    }

    [Theory]
    [InlineData("MaxConcurrency", "many")]
    [InlineData("AttemptTimeout", "10 s")]
    [InlineData("AllowInsecureHttp", "perhaps")]
    [Trait("Contract", "18")]
    public void A_value_of_the_wrong_type_fails_with_its_setting_and_value(string setting, string value)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(Settings(setting, value)).Build();
        using var services = Provider(services => services.AddProductClient(configuration.GetSection("ProductApi")));

        var exception = Assert.ThrowsAny<Exception>(services.GetRequiredService<IProductClient>);

        AssertNames($"ProductApi:{setting}", [value], exception);
    }

    [Fact]
    [Trait("Contract", "18")]
    public void All_bad_settings_are_named_at_once()
    {
        using var services = Provider(services => services.AddProductClient("shop", options =>
        {
            options.MaxConcurrency = 0;
            options.MaxRetryAttempts = 99;
        }));

        var exception = Assert.Throws<OptionsValidationException>(() => services.GetRequiredKeyedService<IProductClient>("shop"));

        Assert.Equal(["BaseAddress", "ApiKey", "MaxConcurrency", "MaxRetryAttempts"],
            exception.Failures.Select(failure => failure.Split('.', ' ')[1]));
    }

    [Theory]
    [InlineData("http://127.0.0.1:5000")]
    [InlineData("http://localhost/v1")]
    [InlineData("http://[::1]/")]
    [InlineData("https://api.example.com")]
    [InlineData("http://api.example.com", "AllowInsecureHttp", "true")]
    [InlineData("https://api.example.com", "ApiKeyHeader", "", "")]
    [InlineData("https://api.example.com", "MaxRetryAttempts", "0")]
    [InlineData("https://api.example.com", "ProductPath", "products?id={id}")]
    [Trait("Contract", "18")]
    [Trait("Contract", "14")]
    public async Task Good_settings_start(string baseAddress, string setting = "MaxConcurrency", string value = "1", string apiKey = TestClient.Key)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        var settings = Settings(setting, value);
        settings["ProductApi:BaseAddress"] = baseAddress;
        settings["ProductApi:ApiKey"] = apiKey;
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddProductClient();
        using var host = builder.Build();

        await host.StartAsync();

        Assert.NotNull(host.Services.GetRequiredService<IProductClient>());
        await host.StopAsync();
    }

    private static ServiceProvider Provider(Action<IServiceCollection> register)
    {
        var services = new ServiceCollection();
        register(services);
        return services.BuildServiceProvider();
    }

    private static Dictionary<string, string?> Settings(string setting, string? value) => new()
    {
        ["ProductApi:BaseAddress"] = "https://api.example.com/v1",
        ["ProductApi:ApiKey"] = TestClient.Key,
        [$"ProductApi:{setting}"] = value,
    };

    private static void AssertNames(string setting, string[] says, Exception exception)
    {
        Assert.Contains(setting, exception.Message, StringComparison.Ordinal);
        Assert.All(says, part => Assert.Contains(part, exception.Message, StringComparison.Ordinal));
        Assert.DoesNotContain(TestClient.Key, exception.ToString(), StringComparison.Ordinal);
    }
}
