using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Registration;

/// <summary>What came along when a setting was copied.</summary>
public sealed class SettingFlawTests
{
    [Theory]
    [InlineData("BaseAddress", "https://api.example.com\n", "ends with a line break")]
    [InlineData("BaseAddress", " https://api.example.com", "begins with a blank")]
    [InlineData("BaseAddress", "https://api.example.com ", "ends with a blank")]
    [InlineData("BaseAddress", "https://api.example.com/a b", "contains a blank (character 26)")]
    [InlineData("BaseAddress", "\uFEFFhttps://api.example.com", "begins with the invisible character U+FEFF")]
    [InlineData("ApiKey", " " + TestClient.Key, "begins with a blank")]
    [InlineData("ApiKey", TestClient.Key + " ", "ends with a blank")]
    [InlineData("ApiKey", TestClient.Key + "\r\n", "ends with a line break")]
    [InlineData("ApiKey", "\t" + TestClient.Key, "begins with a tab")]
    [InlineData("ApiKey", TestClient.Key + "\u200B", "the invisible character U+200B")]
    [InlineData("ApiKey", TestClient.Key + "\u00A0", "ends with the blank U+00A0")]
    [InlineData("ApiKeyScheme", "Bearer ", "ends with a blank")]
    [InlineData("ApiKeyHeader", "X-Api-Key\n", "ends with a line break")]
    [InlineData("ProductPath", " products/{id}", "begins with a blank")]
    [InlineData("ProductPath", "products/{id}\n", "ends with a line break")]
    [Trait("Contract", "18")]
    public async Task A_character_that_does_not_belong_there_is_named(string setting, string value, string says)
    {
        await using var services = Provider(services => services.AddProductClient(), ($"ProductApi:{setting}", value));

        var exception = Assert.Throws<OptionsValidationException>(services.GetRequiredService<IProductClient>);

        Assert.StartsWith($"ProductApi:{setting} ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(says, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(TestClient.Key, exception.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData(" ")]
    [InlineData("\t")]
    [Trait("Contract", "18")]
    public async Task What_surrounds_an_environment_variable_is_trimmed(string around)
    {
        await using var server = RawServer.WithProducts();
        await using var services = Provider(
            services => services.AddProductClient(),
            ("ProductApi:BaseAddress", ""), ("ProductApi:ApiKey", ""),
            ("PRODUCT_API_URL", around + server.BaseAddress + around), ("PRODUCT_API_KEY", around + TestClient.Key + around));

        var result = await services.GetRequiredService<IProductClient>().FetchAsync(7);

        Assert.True(result.Succeeded, result.Error?.ToString());
        Assert.Equal([$"Bearer {TestClient.Key}"], Assert.Single(server.Requests).Header("Authorization"));
    }

    [Theory]
    [InlineData("ProductApi", "AddProductClient()")]
    [InlineData("Warehouse", "AddProductClient(configuration.GetSection(\"Warehouse\"))")]
    [InlineData("Shops:Warehouse", "AddProductClient(configuration.GetSection(\"Shops:Warehouse\"))")]
    [Trait("Contract", "18")]
    public async Task The_name_of_a_section_in_place_of_a_servers_name_is_told(string name, string advice)
    {
        await using var services = Provider(
            services => services.AddProductClient(name),
            ("Warehouse:BaseAddress", "https://api.example.com"), ("Shops:Warehouse:BaseAddress", "https://api.example.com"));

        var exception = Assert.Throws<OptionsValidationException>(() => services.GetRequiredKeyedService<IProductClient>(name));

        Assert.Contains($"ProductApi:{name}", exception.Message, StringComparison.Ordinal);
        Assert.Contains(advice, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Contract", "18")]
    public async Task A_server_without_a_section_is_told_its_missing_address()
    {
        await using var services = Provider(services => services.AddProductClient("warehouse"));

        var exception = Assert.Throws<OptionsValidationException>(() => services.GetRequiredKeyedService<IProductClient>("warehouse"));

        Assert.Contains("ProductApi:warehouse:BaseAddress is missing. Set it", exception.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Provider(Action<IServiceCollection> register, params (string Name, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ProductApi:BaseAddress"] = "https://api.example.com",
            ["ProductApi:ApiKey"] = TestClient.Key,
        }).AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))).Build();
        var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration);
        register(services);
        return services.BuildServiceProvider();
    }
}
