using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ProductApi.Client.Diagnostics;
using ProductApi.Client.Fetching;
using ProductApi.Client.Keys;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Registration;

/// <summary>Makes what one named client keeps for as long as its container lives.</summary>
internal static class ClientStateFactory
{
    public static ClientState Create(IServiceProvider provider, string name)
    {
        var options = provider.GetRequiredService<IOptionsMonitor<ProductClientOptions>>().Get(name);
        var logger = provider.GetRequiredService<ILoggerFactory>().CreateLogger("ProductApi.Client");
        var time = provider.GetRequiredService<TimeProvider>();
        var telemetry = new ProductClientTelemetry(provider.GetRequiredService<IMeterFactory>(), name);
        var key = new ApiKeySource(options.ApiKey, options.ApiKeyScheme, () => ReadKey(provider, name), logger);
        foreach (var settings in provider.GetKeyedServices<SettingsSource>(name))
        {
            if (settings.Watched(provider) is { } configuration)
                key.Watch(configuration.GetReloadToken);
        }

        var gate = new ThrottleGate(options, time, telemetry, logger, provider.GetKeyedService<IGateRulesFactory>(name));
        telemetry.ObservePace(() => gate.Report.Pace);
        return new ClientState(options, gate, key, telemetry, logger, time);
    }

    // Not through IOptionsMonitor's own reload: there an invalid setting would throw inside the configuration's change callback.
    private static string? ReadKey(IServiceProvider provider, string name) =>
        provider.GetRequiredService<IOptionsFactory<ProductClientOptions>>().Create(name).ApiKey;
}
