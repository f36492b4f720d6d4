using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ProductApi.Client.Registration;

/// <summary>Where a registration's settings come from: how to apply them, what to watch for a new key, and how errors call a setting.</summary>
internal sealed record SettingsSource(
    Action<ProductClientOptions, IServiceProvider> Apply, Func<IServiceProvider, IConfiguration?> Watched, string SettingPrefix, string? KeyVariable)
{
    private const string UrlVariable = "PRODUCT_API_URL";
    private const string DefaultKeyVariable = "PRODUCT_API_KEY";

    public static SettingsSource From(Action<ProductClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return new((options, _) => configure(options), _ => null, $"{nameof(ProductClientOptions)}.", KeyVariable: null);
    }

    public static SettingsSource From(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var prefix = configuration is IConfigurationSection section ? $"{section.Path}:" : string.Empty;
        return new((options, _) => Bind(configuration, options, prefix), _ => configuration, prefix, EnvironmentName(prefix));
    }

    public static SettingsSource FromHost(string section, bool useEnvironment = false) =>
        new((options, services) =>
        {
            var configuration = services.GetService<IConfiguration>();
            if (configuration is not null)
                Bind(configuration.GetSection(section), options, $"{section}:");
            if (useEnvironment)
                FillFromEnvironment(options, configuration);
        }, services => services.GetService<IConfiguration>(), $"{section}:", useEnvironment ? DefaultKeyVariable : EnvironmentName($"{section}:"));

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
    private static string EnvironmentName(string prefix) => $"{prefix.Replace(":", "__", StringComparison.Ordinal)}{nameof(ProductClientOptions.ApiKey)}";

    // A host's configuration shows the variables already; a bare container may have none, or one without them.
    private static void FillFromEnvironment(ProductClientOptions options, IConfiguration? configuration)
    {
        if (string.IsNullOrEmpty(options.BaseAddress?.OriginalString) && Variable(UrlVariable) is { Length: > 0 } url)
        {
            options.BaseAddress = Uri.TryCreate(url, UriKind.RelativeOrAbsolute, out var address) ? address
                : throw Invalid($"{UrlVariable} is not an absolute http or https address, such as https://api.example.com/v1.");
        }

        if (string.IsNullOrEmpty(options.ApiKey))
            options.ApiKey = Variable(DefaultKeyVariable);

        string? Variable(string name) =>
            configuration?[name] is { Length: > 0 } configured ? configured : Environment.GetEnvironmentVariable(name);
    }
}
