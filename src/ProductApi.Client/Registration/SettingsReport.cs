using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ProductApi.Client.Diagnostics;
using ProductApi.Client.Keys;

namespace ProductApi.Client.Registration;

/// <summary>Tells once, when a client is first used, which settings it uses and which it does not know.</summary>
internal sealed class SettingsReport(IServiceProvider services, string name)
{
    private int _isTold;

    public void TellOnce()
    {
        if (Interlocked.Exchange(ref _isTold, 1) != 0)
            return;

        var logger = ClientParts.Logger(services);
        var unknown = FindUnknown();
        if (unknown.Count > 0)
            Log.UnknownSettings(logger, SafeText.OneLine(string.Join(", ", unknown)));
        if (logger.IsEnabled(LogLevel.Information))
            Log.SettingsInUse(logger, ClientRegistration.HttpClientName(name), Describe(ClientParts.Settings(services, name)));
    }

    private List<string> FindUnknown()
    {
        string[] serverNames = [.. services.GetServices<ClientName>().Select(client => client.Value).Where(value => value.Length > 0)];
        return
        [
            .. services.GetKeyedServices<SettingsSource>(name)
                .Select(source => source.Configuration(services))
                .OfType<IConfiguration>()
                .SelectMany(configuration => UnknownSettings.Find(configuration, serverNames))
                .Distinct(StringComparer.OrdinalIgnoreCase),
        ];
    }

    private static string Describe(ProductClientOptions options) => SafeText.OneLine(new Secrets(options.ApiKey).Mask(
        string.Join(", ", typeof(ProductClientOptions).GetProperties().Select(property => $"{property.Name} {Value(property, options)}"))));

    private static string Value(PropertyInfo property, ProductClientOptions options) => property.Name switch
    {
        nameof(ProductClientOptions.ApiKey) => string.IsNullOrEmpty(options.ApiKey) ? "none" : "***",
        nameof(ProductClientOptions.ConnectTimeout) => Text(SocketsPrimary.ConnectTimeout(options)),

        // A query may hold a secret of its own.
        nameof(ProductClientOptions.ProductPath) when options.ProductPath.Split('?') is [var path, _, ..] => $"'{path}?...'",
        _ => Text(property.GetValue(options)),
    };

    private static string Text(object? value) => value switch
    {
        null or "" => "none",
        string text => $"'{text}'",
        TimeSpan time => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture) + " s",
        Delegate => "set",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "none",
    };
}

/// <summary>A name that a client is registered under; empty for the one without.</summary>
internal sealed record ClientName(string Value);
