using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Secrets;

[Collection(nameof(WholeProcess))]
public sealed class BadSettingsTests
{
    [Theory]
    [InlineData("BaseAddress", "{key}")]
    [InlineData("BaseAddress", "https://user:{key}@api.example.com")]
    [InlineData("BaseAddress", "http://{key}@api.example.com")]
    [InlineData("BaseAddress", "https://api.example.com/?key={key}")]
    [InlineData("BaseAddress", "https://api.example.com/#{key}")]
    [InlineData("BaseAddress", "https://user:{key}@")]
    [InlineData("ApiKeyScheme", "Bearer {key}")]
    [InlineData("ApiKey", "{key}\n")]
    [InlineData("ApiKey", "{key}\u00FC")]
    [InlineData("MaxConcurrency", "0")]
    [InlineData("AttemptTimeout", "soon")]
    [Trait("Contract", "14")]
    public Task A_service_that_cannot_start_does_not_tell_the_key(string setting, string value) => FailToStartAsync(setting, value);

    [Fact]
    [Trait("Contract", "14")]
    public Task A_key_with_half_a_character_is_refused_and_not_told() => FailToStartAsync("ApiKey", "{key}\uD800");

    private static async Task FailToStartAsync(string setting, string value)
    {
        var key = new SecretKey();
        using var said = new EverythingSaid();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ProductApi:BaseAddress"] = "https://api.example.com/",
            ["ProductApi:ApiKey"] = key.Value,
            [$"ProductApi:{setting}"] = value.Replace("{key}", key.Value, StringComparison.Ordinal),
        });
        builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(said.Logs);
        builder.Services.AddProductClient();
        using var host = builder.Build();

        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        var told = ObjectTour.Of([failure]).Concat(said.Utterances).ToList();
        Assert.Contains(setting, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(told, utterance => key.IsIn(utterance.Text));
    }
}
