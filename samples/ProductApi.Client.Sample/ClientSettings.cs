using Microsoft.Extensions.Configuration;

namespace ProductApi.Client.Sample;

/// <summary>Puts the command line on top of the client's own configuration.</summary>
internal static class ClientSettings
{
    private const string Section = "ProductApi";
    private const string UrlVariable = "PRODUCT_API_URL";

    /// <summary>A host's configuration that does not follow its files: one run needs no news of them, and the watch for them would look
    /// into every folder below the current one before the first request.</summary>
    public static ConfigurationManager Unwatched()
    {
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection([KeyValuePair.Create("hostBuilder:reloadConfigOnChange", (string?)"false")]);
        return configuration;
    }

    /// <summary>Whether a server was named, by <c>--url</c>, the environment or a settings file.</summary>
    public static bool NamesServer(IConfiguration configuration, SampleSettings settings)
    {
        var named = settings.Url is not null
            || !string.IsNullOrEmpty(configuration[$"{Section}:{nameof(ProductClientOptions.BaseAddress)}"])
            || !string.IsNullOrEmpty(configuration[UrlVariable]);
        if (named && settings.Embedded.AnyGiven)
            throw new UsageException("--latency, --faults, --stragglers and --rate-limit are for the embedded server. "
                + $"Drop them, or drop --url and clear {UrlVariable} and {Section}:{nameof(ProductClientOptions.BaseAddress)}.");
        return named;
    }

    public static void Apply(IConfigurationManager configuration, SampleSettings settings, EmbeddedServer? server)
    {
        // What is configured for a real server, its key above all, is none of the embedded one's business.
        if (server is not null)
            configuration.Sources.Clear();

        configuration.AddInMemoryCollection(Overrides(settings, server)
            .Where(setting => setting.Value is not null)
            .Select(setting => KeyValuePair.Create($"{Section}:{setting.Name}", setting.Value)));
    }

    private static IEnumerable<(string Name, string? Value)> Overrides(SampleSettings settings, EmbeddedServer? server) =>
    [
        (nameof(ProductClientOptions.BaseAddress), (settings.Url ?? server?.BaseAddress)?.OriginalString),
        (nameof(ProductClientOptions.ApiKey), server?.ApiKey),
        (nameof(ProductClientOptions.MaxConcurrency), settings.Concurrency is { } number ? FormattableString.Invariant($"{number}") : null),
        (nameof(ProductClientOptions.AttemptTimeout), settings.AttemptTimeout?.ToString("c")),
        (nameof(ProductClientOptions.MaxRetryAfter), settings.MaxRetryAfter?.ToString("c")),
        (nameof(ProductClientOptions.OutagePatience), settings.OutagePatience?.ToString("c")),
    ];
}
