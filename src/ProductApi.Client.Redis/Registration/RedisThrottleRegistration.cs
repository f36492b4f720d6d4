using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ProductApi.Client.Fetching;
using ProductApi.Client.Redis.Store;
using ProductApi.Client.Registration;

namespace ProductApi.Client.Redis.Registration;

/// <summary>Puts the services of a shared limit into the container.</summary>
internal static class RedisThrottleRegistration
{
    public static void Add(IHttpClientBuilder builder, Action<RedisThrottleOptions> configure)
    {
        var name = ClientNameOf(builder);
        var services = builder.Services;
        if (IsRegistered(services, typeof(RedisConnection), name))
            throw new InvalidOperationException($"{nameof(RedisThrottleHttpClientBuilderExtensions.AddStackExchangeRedisThrottle)} was called twice for {builder.Name}.");

        services.AddOptions<RedisThrottleOptions>(name).Configure(configure).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RedisThrottleOptions>>(
            provider => new RedisThrottleOptionsValidator(name, provider.GetRequiredService<IOptionsMonitor<ProductClientOptions>>()));
        services.AddKeyedSingleton(name, (provider, _) => new RedisConnection(Options(provider, name)));
    }

    private static RedisThrottleOptions Options(IServiceProvider provider, string name) =>
        provider.GetRequiredService<IOptionsMonitor<RedisThrottleOptions>>().Get(name);

    private static string ClientNameOf(IHttpClientBuilder builder) =>
        builder.Services
            .Where(service => service.ServiceType == typeof(ClientState) && service.ServiceKey is string)
            .Select(service => (string)service.ServiceKey!)
            .FirstOrDefault(name => ClientRegistration.HttpClientName(name) == builder.Name)
        ?? throw new InvalidOperationException($"'{builder.Name}' is no product client. Call AddStackExchangeRedisThrottle on what AddProductClient returns.");

    private static bool IsRegistered(IServiceCollection services, Type type, string name) =>
        services.Any(service => service.ServiceType == type && name.Equals(service.ServiceKey));
}
