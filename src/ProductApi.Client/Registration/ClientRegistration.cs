using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using ProductApi.Client.Diagnostics;
using ProductApi.Client.Fetching;
using ProductApi.Client.Keys;
using ProductApi.Client.Pipeline;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Registration;

/// <summary>Puts a client's services into the container: per name its settings, state and HTTP pipeline; per product type its
/// client.</summary>
internal static class ClientRegistration
{
    public static IHttpClientBuilder AddNamed<TProduct>(
        IServiceCollection services, string serverName, JsonTypeInfo<TProduct> json, SettingsSource settings)
        where TProduct : class
    {
        ArgumentException.ThrowIfNullOrEmpty(serverName);
        var builder = AddPipeline(services, serverName, json, settings);
        services.AddKeyedSingleton<IProductClient<TProduct>>(
            serverName, (provider, _) => provider.GetRequiredKeyedService<ProductClient<TProduct>>(serverName));
        if (typeof(TProduct) == typeof(Product))
        {
            services.AddKeyedSingleton(
                serverName, (provider, _) => (IProductClient)provider.GetRequiredKeyedService<ProductClient<TProduct>>(serverName));
        }

        return builder;
    }

    public static IHttpClientBuilder Add<TProduct>(IServiceCollection services, JsonTypeInfo<TProduct> json, SettingsSource settings)
        where TProduct : class
    {
        var name = Options.DefaultName;
        var builder = AddPipeline(services, name, json, settings);
        services.AddSingleton<IProductClient<TProduct>>(provider => provider.GetRequiredKeyedService<ProductClient<TProduct>>(name));
        if (typeof(TProduct) == typeof(Product))
            services.AddSingleton(provider => (IProductClient)provider.GetRequiredKeyedService<ProductClient<TProduct>>(name));
        return builder;
    }

    private static IHttpClientBuilder AddPipeline<TProduct>(
        IServiceCollection services, string name, JsonTypeInfo<TProduct> json, SettingsSource settings)
        where TProduct : class
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(json);
        if (IsRegistered(services, typeof(ProductClient<TProduct>), name))
        {
            throw new InvalidOperationException(
                $"AddProductClient was called twice for {typeof(TProduct).Name}" + (name.Length == 0 ? "" : $" under the name '{name}'")
                + ". Remove one call, or give the second server a name of its own: AddProductClient(\"name\", ...).");
        }

        var isNewName = !IsRegistered(services, typeof(Slots), name);
        services.AddOptions<ProductClientOptions>(name).Configure<IServiceProvider>(settings.Apply);
        services.AddKeyedSingleton(name, settings);
        services.AddKeyedSingleton(name, (provider, _) => CreateClient(provider, name, json));

        var builder = services.AddHttpClient(HttpClientName(name));
        if (isNewName)
        {
            services.AddLogging();
            services.TryAddSingleton(TimeProvider.System);
            services.AddSingleton(new ClientName(name));
            services.AddSingleton<IValidateOptions<ProductClientOptions>>(provider => new ProductClientOptionsValidator(
                name, settings.SettingPrefix, settings.KeyVariable, () => settings.MistakenName(provider)));
            services.AddOptions<ProductClientOptions>(name).ValidateOnStart();
            ClientParts.Add(services, name);
            HttpPipeline.Configure(builder, name);
        }

        return builder;
    }

    public static string HttpClientName(string name) => name.Length == 0 ? "ProductApi.Client" : $"ProductApi.Client:{name}";

    private static ProductClient<TProduct> CreateClient<TProduct>(IServiceProvider provider, string name, JsonTypeInfo<TProduct> json)
        where TProduct : class
    {
        var factory = provider.GetRequiredService<IHttpClientFactory>();
        var runs = new FetchRunFactory<TProduct>(
            ClientParts.Settings(provider, name),
            () => factory.CreateClient(HttpClientName(name)),
            json,
            provider.Part<Slots>(name),
            provider.Part<ThrottleGate>(name),
            provider.Part<ApiAccessSource>(name),
            provider.Part<Secrets>(name),
            provider.Part<ApiKeySource>(name),
            provider.Part<ApiKeyBreaker>(name),
            provider.Part<CallersHandlers>(name),
            provider.Part<ProductClientTelemetry>(name),
            ClientParts.Logger(provider),
            ClientParts.Time(provider));

        // Builds the handlers once: one that cannot be made fails here, not in the first fetch.
        using var client = factory.CreateClient(HttpClientName(name));
        provider.Part<SettingsReport>(name).TellOnce();
        var lifetime = provider.Part<ClientLifetime>(name);
        return runs is FetchRunFactory<Product> ofProduct
            ? (ProductClient<TProduct>)(object)new ProductClient(ofProduct, lifetime)
            : new ProductClient<TProduct>(runs, lifetime);
    }

    private static bool IsRegistered(IServiceCollection services, Type type, string name) =>
        services.Any(descriptor => descriptor.ServiceType == type && name.Equals(descriptor.ServiceKey));
}
