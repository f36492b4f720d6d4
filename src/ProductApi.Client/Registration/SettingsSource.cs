using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ProductApi.Client.Registration;

/// <summary>Where a registration's settings come from: how to apply them, what to watch for a new key, and how errors call a
/// setting.</summary>
internal sealed record SettingsSource
{
    private const string DefaultSection = "ProductApi";
    private const string UrlVariable = "PRODUCT_API_URL";
    private const string DefaultKeyVariable = "PRODUCT_API_KEY";

    private SettingsSource()
    {
    }

    public required Action<ProductClientOptions, IServiceProvider> Apply { get; init; }

    /// <summary>The configuration that the settings are read from; null where they are made in code.</summary>
    public required Func<IServiceProvider, IConfiguration?> Configuration { get; init; }

    /// <summary>The configuration whose reload may bring new settings.</summary>
    public required Func<IServiceProvider, IConfiguration?> Watched { get; init; }

    public required string SettingPrefix { get; init; }

    /// <summary>The environment variable to name to somebody who set no key.</summary>
    public string? KeyVariable { get; private init; }

    /// <summary>The name whose section below <c>ProductApi</c> is read; null where another one is.</summary>
    private string? ServerName { get; init; }

    public static SettingsSource From(Action<ProductClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return new()
        {
            Apply = (options, _) => configure(options),
            Configuration = _ => null,
            Watched = _ => null,
            SettingPrefix = $"{nameof(ProductClientOptions)}.",
        };
    }

    public static SettingsSource From(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var prefix = configuration is IConfigurationSection section ? $"{section.Path}:" : string.Empty;
        return new()
        {
            Apply = (options, _) => Bind(configuration, options, prefix),
            Configuration = _ => configuration,
            Watched = _ => configuration,
            SettingPrefix = prefix,
            KeyVariable = EnvironmentName(prefix),
        };
    }

    /// <summary>The section of all clients, filled from the environment.</summary>
    public static SettingsSource FromHost() => FromHost(DefaultSection, EnvironmentSettings.Fill) with { KeyVariable = DefaultKeyVariable };

    /// <summary>The section of one server.</summary>
    public static SettingsSource FromHost(string serverName) =>
        FromHost($"{DefaultSection}:{serverName}", (_, _) => { }) with { ServerName = serverName };

    /// <summary>What to tell somebody who gave the name of a section as the name of a server; null when nobody did.</summary>
    public string? MistakenName(IServiceProvider services)
    {
        if (ServerName is null || services.GetService<IConfiguration>() is not { } configuration)
            return null;
        if (configuration.GetSection(SettingPrefix[..^1]).Exists())
            return null;

        var isDefault = ServerName.Equals(DefaultSection, StringComparison.OrdinalIgnoreCase);
        if (!isDefault && !configuration.GetSection(ServerName).Exists())
            return null;

        var advice = isDefault ? "AddProductClient()" : $"AddProductClient(configuration.GetSection(\"{ServerName}\"))";
        return $"AddProductClient(\"{ServerName}\") takes the name of a server, whose section is {SettingPrefix[..^1]}. "
            + $"To read the section {ServerName}, call {advice}.";
    }

    private static SettingsSource FromHost(string section, Action<ProductClientOptions, IConfiguration?> complete) => new()
    {
        Apply = (options, services) =>
        {
            var configuration = services.GetService<IConfiguration>();
            if (configuration is not null)
                Bind(configuration.GetSection(section), options, $"{section}:");
            complete(options, configuration);
        },
        Configuration = services => services.GetService<IConfiguration>()?.GetSection(section),
        Watched = services => services.GetService<IConfiguration>(),
        SettingPrefix = $"{section}:",
        KeyVariable = EnvironmentName($"{section}:"),
    };

    private static void Bind(IConfiguration configuration, ProductClientOptions options, string prefix)
    {
        try
        {
            configuration.Bind(options);
        }
        catch (InvalidOperationException exception)
        {
            throw Invalid(WithoutAddress(exception.Message, prefix));
        }
    }

    // The binder quotes the value. An address may hold a password; the other settings it can fail on are numbers, durations and flags.
    private static string WithoutAddress(string message, string prefix) =>
        message.Contains(nameof(ProductClientOptions.BaseAddress), StringComparison.Ordinal)
            ? $"{prefix}{nameof(ProductClientOptions.BaseAddress)} is not an absolute http or https address, such as https://api.example.com/v1."
            : message;

    private static OptionsValidationException Invalid(string failure) =>
        new(Options.DefaultName, typeof(ProductClientOptions), [failure]);

    // The environment variable a host's configuration reads a setting from has "__" for ":".
    private static string EnvironmentName(string prefix) =>
        $"{prefix.Replace(":", "__", StringComparison.Ordinal)}{nameof(ProductClientOptions.ApiKey)}";

    /// <summary>Fills what the section left empty.</summary>
    private static class EnvironmentSettings
    {
        // A host's configuration shows the variables already; a bare container may have none, or one without them.
        public static void Fill(ProductClientOptions options, IConfiguration? configuration)
        {
            if (string.IsNullOrEmpty(options.BaseAddress?.OriginalString) && Variable(UrlVariable) is { Length: > 0 } url)
            {
                options.BaseAddress = Uri.TryCreate(url, UriKind.RelativeOrAbsolute, out var address) ? address
                    : throw Invalid($"{UrlVariable} is not an absolute http or https address, such as https://api.example.com/v1.");
            }

            if (string.IsNullOrEmpty(options.ApiKey) && options.ApiKeyProvider is null)
                options.ApiKey = Variable(DefaultKeyVariable);

            // Variables are often filled from files, which end with a line break.
            string? Variable(string name) =>
                (configuration?[name] is { Length: > 0 } configured ? configured : Environment.GetEnvironmentVariable(name))?.Trim();
        }
    }
}
