using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Registration;

public sealed class OptionsTests
{
    [Theory]
    [ClassData(typeof(BadSettings))]
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
    [ClassData(typeof(BadSettings))]
    [Trait("Contract", "18")]
    public async Task A_bad_setting_fails_at_the_first_resolve_where_there_is_no_host(string setting, string? value, string[] says)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(Settings(setting, value)).Build();
        await using var services = Provider(services => services.AddProductClient(configuration.GetSection("ProductApi")));

        AssertNames($"ProductApi:{setting}", says, Assert.Throws<OptionsValidationException>(services.GetRequiredService<IProductClient>));
        AssertNames(
            $"ProductApi:{setting}", says, Assert.Throws<OptionsValidationException>(services.GetRequiredService<IProductClient<Product>>));
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
    public async Task Good_settings_start(
        string baseAddress, string setting = "MaxConcurrency", string value = "1", string apiKey = TestClient.Key)
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
