using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ProductApi.Client.Diagnostics;
using ProductApi.Client.Fetching;
using ProductApi.Client.Keys;
using ProductApi.Client.Pipeline;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Registration;

/// <summary>Registers what one named client keeps for as long as its container lives: keyed singletons, because the factory rebuilds the
/// handlers every two minutes.</summary>
internal static class ClientParts
{
    private const string LogCategory = "ProductApi.Client";

    public static void Add(IServiceCollection services, string name)
    {
        services.AddKeyedSingleton<ClientLifetime>(name);
        services.AddKeyedSingleton<CallersHandlers>(name);
        services.AddKeyedSingleton(name, (provider, _) => new SettingsReport(provider, name));
        services.AddKeyedSingleton(name, (provider, _) => new Slots(Settings(provider, name).MaxConcurrency));
        services.AddKeyedSingleton(name, (_, _) => CreateSecrets());
        services.AddKeyedSingleton(name, (provider, _) => CreateAccess(provider, name));
        services.AddKeyedSingleton(name, (provider, _) => new ApiKeySource(
            provider.Part<ApiAccessSource>(name), Settings(provider, name).ApiKeyProvider, Settings(provider, name).AttemptTimeout,
            Time(provider), provider.Part<ClientLifetime>(name).Ended));
        services.AddKeyedSingleton(name, (provider, _) => CreateBreaker(provider, name));
        services.AddKeyedSingleton(name, (provider, _) => new ProductClientTelemetry(provider.GetRequiredService<IMeterFactory>(), name));
        services.AddKeyedSingleton(name, (provider, _) => CreateGate(provider, name));
    }

    public static T Part<T>(this IServiceProvider provider, string name)
        where T : class => provider.GetRequiredKeyedService<T>(name);

    /// <exception cref="OptionsValidationException">A setting is not valid.</exception>
    public static ProductClientOptions Settings(IServiceProvider provider, string name) =>
        provider.GetRequiredService<IOptionsMonitor<ProductClientOptions>>().Get(name);

    public static TimeProvider Time(IServiceProvider provider) => provider.GetRequiredService<TimeProvider>();

    public static ILogger Logger(IServiceProvider provider) => provider.GetRequiredService<ILoggerFactory>().CreateLogger(LogCategory);

    private static ThrottleGate CreateGate(IServiceProvider provider, string name)
    {
        var telemetry = provider.Part<ProductClientTelemetry>(name);
        var gate = new ThrottleGate(
            Settings(provider, name), Time(provider), telemetry, Logger(provider), provider.GetKeyedService<IGateRulesFactory>(name));
        var access = provider.Part<ApiAccessSource>(name);
        access.ServerChanged += () => gate.OnServerChanged(access.Current.BaseAddress);
        telemetry.ObservePace(() => gate.Report.Pace);
        return gate;
    }

    private static ApiKeyBreaker CreateBreaker(IServiceProvider provider, string name)
    {
        var access = provider.Part<ApiAccessSource>(name);
        var breaker = new ApiKeyBreaker(access, Settings(provider, name).OutagePatience, Time(provider), Logger(provider));
        access.ServerChanged += breaker.OnServerChanged;
        access.KeyChanged += breaker.OnKeyChanged;
        return breaker;
    }

    private static Secrets CreateSecrets()
    {
        var secrets = new Secrets();
        foreach (var userInformation in ProxyCredentials.FromEnvironment())
            secrets.AddUserInformation(userInformation);
        return secrets;
    }

    private static ApiAccessSource CreateAccess(IServiceProvider provider, string name)
    {
        var access = new ApiAccessSource(
            ApiAccess.From(Settings(provider, name)), () => ReadAgain(provider, name), Logger(provider), provider.Part<Secrets>(name));
        foreach (var settings in provider.GetKeyedServices<SettingsSource>(name))
        {
            if (settings.Watched(provider) is { } configuration)
                access.Watch(configuration.GetReloadToken);
        }

        return access;
    }

    // Not through IOptionsMonitor's own reload: there an invalid setting would throw inside the configuration's change callback.
    private static ApiAccess ReadAgain(IServiceProvider provider, string name) =>
        ApiAccess.From(provider.GetRequiredService<IOptionsFactory<ProductClientOptions>>().Create(name));
}
