using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ProductApi.Client.Registration;

/// <summary>Where a registration's settings come from: how to apply them, what to watch for a new key, and how errors call a setting.</summary>
internal sealed record SettingsSource(
    Action<ProductClientOptions, IServiceProvider> Apply, Func<IServiceProvider, IConfiguration?> Watched, string SettingPrefix)
{
    private const string UrlVariable = "PRODUCT_API_URL";
    private const string KeyVariable = "PRODUCT_API_KEY";

    public static SettingsSource From(Action<ProductClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return new((options, _) => configure(options), _ => null, $"{nameof(ProductClientOptions)}.");
    }

    public static SettingsSource From(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return new((options, _) => configuration.Bind(options), _ => configuration,
            configuration is IConfigurationSection section ? $"{section.Path}:" : string.Empty);
    }

    public static SettingsSource FromHost(string section, bool useEnvironment = false) =>
        new((options, services) =>
        {
            var configuration = services.GetService<IConfiguration>();
            configuration?.GetSection(section).Bind(options);
            if (useEnvironment)
                FillFromEnvironment(options, configuration);
        }, services => services.GetService<IConfiguration>(), $"{section}:");

    // A host's configuration shows the variables already; a bare container may have none, or one without them.
    private static void FillFromEnvironment(ProductClientOptions options, IConfiguration? configuration)
    {
        if (string.IsNullOrEmpty(options.BaseAddress?.OriginalString)
            && Uri.TryCreate(Variable(UrlVariable), UriKind.RelativeOrAbsolute, out var address))
            options.BaseAddress = address;
        if (string.IsNullOrEmpty(options.ApiKey))
            options.ApiKey = Variable(KeyVariable);

        string? Variable(string name) =>
            configuration?[name] is { Length: > 0 } configured ? configured : Environment.GetEnvironmentVariable(name);
    }
}
