using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace ProductApi.Client.Redis.Tests.Registration;

public sealed class RegistrationTests
{
    private const string Secret = "password-of-redis";

    public static TheoryData<string, Action<RedisThrottleOptions>, string> Mistakes => new()
    {
        { "nothing", _ => { }, "exactly one of" },
        { "two connections", options =>
            (options.Configuration, options.ConfigurationOptions) = ("redis", new() { EndPoints = { "redis" } }), "2 are set" },
        { "no endpoint", options => options.ConfigurationOptions = new ConfigurationOptions(), "names no endpoint" },
        { "no connection string", options => options.Configuration = $"redis:6379,password={Secret},sslx=1", "is not a connection string" },
        { "an empty scope", options => (options.Configuration, options.Scope) = ("redis", " "), "Scope must not be empty" },
        { "braces", options => (options.Configuration, options.InstanceName) = ("redis", "{shop}"), "InstanceName must contain no braces" },
        { "a long name", options => (options.Configuration, options.Scope) = ("redis", new string('x', 300)), "It must be at most 200" },
    };

    [Theory, MemberData(nameof(Mistakes))]
    public void A_mistake_is_told_at_start(string mistake, Action<RedisThrottleOptions> configure, string expected)
    {
        using var provider = Register(configure);

        var exception = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IStartupValidator>().Validate());

        Assert.True(exception.Message.Contains(expected, StringComparison.Ordinal), $"{mistake}: {exception.Message}");
        Assert.DoesNotContain(Secret, exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_client_without_a_key_needs_a_scope()
    {
        var services = new ServiceCollection();
        services.AddProductClient(options => (options.BaseAddress, options.ApiKeyHeader) = (new Uri("https://api.example.com"), null!))
            .AddStackExchangeRedisThrottle(options => options.Configuration = "redis");
        using var provider = services.BuildServiceProvider();

        var exception = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains("give the limit a name", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Good_options_pass_and_nobody_connects_before_the_first_request()
    {
        using var provider = Register(
            options => options.ConnectionMultiplexerFactory = () => throw new InvalidOperationException("connected"));

        provider.GetRequiredService<IStartupValidator>().Validate();
        Assert.NotNull(provider.GetRequiredService<IProductClient>());
    }

    [Fact]
    public void One_client_shares_its_limit_once()
    {
        var builder = Client(new ServiceCollection()).AddStackExchangeRedisThrottle(options => options.Configuration = "redis");

        Assert.Throws<InvalidOperationException>(() => builder.AddStackExchangeRedisThrottle(options => options.Configuration = "redis"));
    }

    [Fact]
    public void Another_http_client_is_refused_with_what_to_do()
    {
        var builder = new ServiceCollection().AddHttpClient("other");

        var exception = Assert.Throws<InvalidOperationException>(
            () => builder.AddStackExchangeRedisThrottle(options => options.Configuration = "redis"));

        Assert.Contains("AddProductClient", exception.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Register(Action<RedisThrottleOptions> configure)
    {
        var services = new ServiceCollection();
        Client(services).AddStackExchangeRedisThrottle(configure);
        return services.BuildServiceProvider();
    }

    private static IHttpClientBuilder Client(IServiceCollection services) =>
        services.AddProductClient(options => (options.BaseAddress, options.ApiKey) = (new Uri("https://api.example.com"), "a-key"));
}
