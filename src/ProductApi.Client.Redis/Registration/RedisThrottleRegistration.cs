using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ProductApi.Client.Redis.Gate;
using ProductApi.Client.Redis.Store;
using ProductApi.Client.Registration;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Redis.Registration;

/// <summary>Puts the services of a shared limit into the container.</summary>
internal static class RedisThrottleRegistration
{
    public static void Add(IHttpClientBuilder builder, Action<RedisThrottleOptions> configure)
    {
        var name = ClientNameOf(builder);
        var services = builder.Services;
        if (IsRegistered(services, typeof(RedisConnection), name))
            throw new InvalidOperationException(
                $"{nameof(RedisThrottleHttpClientBuilderExtensions.AddStackExchangeRedisThrottle)} was called twice for {builder.Name}.");

        services.AddOptions<RedisThrottleOptions>(name).Configure(configure).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RedisThrottleOptions>>(
            provider => new RedisThrottleOptionsValidator(name, provider.GetRequiredService<IOptionsMonitor<ProductClientOptions>>()));
        services.AddKeyedSingleton(name, (provider, _) => new RedisConnection(Options(provider, name)));
        services.AddKeyedSingleton<IGateRulesFactory>(name, (provider, _) => CreateFactory(provider, name));
    }

    private static SharedGateFactory CreateFactory(IServiceProvider provider, string name)
    {
        var options = Options(provider, name);
        var time = provider.GetRequiredService<TimeProvider>();
        var logger = provider.GetRequiredService<ILoggerFactory>().CreateLogger("ProductApi.Client.Redis");
        var events = new SharedThrottleEvents(provider.GetRequiredService<IMeterFactory>(), logger, name);
        return new SharedGateFactory(OpenStore, events, MemberName(), Random.Shared.NextDouble);

        IThrottleStore OpenStore(ProductClientOptions client, long started) => new RedisThrottleStore(
            provider.GetRequiredKeyedService<RedisConnection>(name), ThrottleScope.KeyPrefix(options, client), RedisScripts.Load(), time,
                    started);
    }

    // Readable for those who look into the store; unique also where containers have the same process id.
    private static string MemberName() => $"{Environment.MachineName}:{Environment.ProcessId}:{Guid.NewGuid():N}";

    private static RedisThrottleOptions Options(IServiceProvider provider, string name) =>
        provider.GetRequiredService<IOptionsMonitor<RedisThrottleOptions>>().Get(name);

    private static string ClientNameOf(IHttpClientBuilder builder) =>
        builder.Services
            .Where(service => service.ServiceType == typeof(ThrottleGate) && service.ServiceKey is string)
            .Select(service => (string)service.ServiceKey!)
            .FirstOrDefault(name => ClientRegistration.HttpClientName(name) == builder.Name)
        ?? throw new InvalidOperationException(
            $"'{builder.Name}' is no product client. Call AddStackExchangeRedisThrottle on what AddProductClient returns.");

    private static bool IsRegistered(IServiceCollection services, Type type, string name) =>
        services.Any(service => service.ServiceType == type && name.Equals(service.ServiceKey));
}
