using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Registration;

public sealed class SettingsReportTests
{
    private readonly FakeLogCollector _logs = FakeLogCollector.Create(new FakeLogCollectorOptions());

    [Theory]
    [InlineData("MaxConcurency", "MaxConcurency: did you mean MaxConcurrency?")]
    [InlineData("maxconcurrencyy", "did you mean MaxConcurrency?")]
    [InlineData("Timeout", "Timeout: did you mean ConnectTimeout or AttemptTimeout?")]
    [InlineData("RequestTimeout", "RequestTimeout: did you mean ConnectTimeout or AttemptTimeout?")]
    [InlineData("BaseUrl", "BaseUrl: did you mean BaseAddress?")]
    [InlineData("MaxRetryAttempt", "did you mean MaxRetryAttempts?")]
    [InlineData("Colour", "ProductApi:Colour")]
    [InlineData("Retry:MaxRetryAttempts", "ProductApi:Retry")]
    [Trait("Contract", "18")]
    public async Task A_setting_that_nobody_knows_is_warned_of_once_with_the_nearest_known_one(string setting, string says)
    {
        await using var services = Provider(services => services.AddProductClient(), ($"ProductApi:{setting}", "5"));

        services.GetRequiredService<IProductClient>();
        services.GetRequiredService<IProductClient<Product>>();

        var line = Assert.Single(_logs.GetSnapshot(), line => line.Level == LogLevel.Warning);
        Assert.Equal("UnknownSettings", line.Id.Name);
        Assert.Contains(says, line.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Contract", "18")]
    public async Task Sections_of_other_clients_are_no_unknown_settings()
    {
        await using var services = Provider(
            services =>
            {
                services.AddProductClient();
                services.AddProductClient("warehouse");
            },
            ("ProductApi:warehouse:MaxConcurrency", "5"), ("ProductApi:Elsewhere:BaseAddress", "https://api.example.com"), (
                "ProductApi:MAXCONCURRENCY", "7"));

        services.GetRequiredService<IProductClient>();

        Assert.DoesNotContain(_logs.GetSnapshot(), line => line.Level == LogLevel.Warning);
    }

    [Fact]
    [Trait("Contract", "18")]
    public async Task In_a_configuration_that_is_no_section_only_what_looks_mistyped_is_warned_of()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["BaseAddress"] = "https://api.example.com",
            ["ApiKey"] = TestClient.Key,
            ["AttemptTimout"] = "00:00:05",
            ["Timeout"] = "00:00:05",
            ["PATH"] = "/usr/bin",
            ["Logging:LogLevel:Default"] = "Information",
        }).Build();
        await using var services = Provider(services => services.AddProductClient(configuration));

        services.GetRequiredService<IProductClient>();

        var line = Assert.Single(_logs.GetSnapshot(), line => line.Level == LogLevel.Warning);
        Assert.Equal("Settings that nobody knows are ignored: AttemptTimout: did you mean AttemptTimeout?", line.Message);
    }

    [Fact]
    [Trait("Contract", "18")]
    public async Task The_settings_in_use_are_told_once_with_durations_in_seconds_and_without_secrets()
    {
        await using var services = Provider(
            services => services.AddProductClient(),
            ("ProductApi:AttemptTimeout", "00:10"), ("ProductApi:RetryBaseDelay", "00:00:00.25"), (
                "ProductApi:ProductPath", "products/{id}?token=t0ps3cret"));

        services.GetRequiredService<IProductClient>();
        services.GetRequiredService<IProductClient<Product>>();

        var line = Assert.Single(_logs.GetSnapshot(), line => line.Id.Name == "SettingsInUse");
        Assert.Equal(LogLevel.Information, line.Level);
        Assert.Contains(
            "BaseAddress https://api.example.com/, ApiKey ***, ApiKeyProvider none, ProductPath 'products/{id}?...'", line.Message,
            StringComparison.Ordinal);
        Assert.Contains("AttemptTimeout 600 s", line.Message, StringComparison.Ordinal);
        Assert.Contains("RetryBaseDelay 0.25 s", line.Message, StringComparison.Ordinal);
        Assert.Contains("MaxConcurrency 20", line.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(TestClient.Key, line.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("t0ps3cret", line.Message, StringComparison.Ordinal);
    }

    private ServiceProvider Provider(Action<IServiceCollection> register, params (string Name, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ProductApi:BaseAddress"] = "https://api.example.com",
            ["ProductApi:ApiKey"] = TestClient.Key,
        }).AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))).Build();
        var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration);
        services.AddLogging(logging => logging.AddProvider(new FakeLoggerProvider(_logs)));
        register(services);
        return services.BuildServiceProvider();
    }
}
