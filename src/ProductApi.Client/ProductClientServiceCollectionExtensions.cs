using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ProductApi.Client.Products;
using ProductApi.Client.Registration;

namespace ProductApi.Client;

/// <summary>Registers product clients.</summary>
/// <remarks>
/// <para>Every overload returns the <see cref="IHttpClientBuilder"/> of the client, for what a service wants to add: a handler for its own
/// authentication, another primary handler in tests, HTTP/2. Handlers added there run once per attempt, inside retry and throttling.</para>
/// <para>A name stands for one server: product types registered under the same name share its settings, its slots and what has been learned
/// about its limits. Settings are checked when the host starts, or at the first use where there is no host.</para>
/// </remarks>
public static class ProductClientServiceCollectionExtensions
{
    /// <summary>Registers <see cref="IProductClient"/> with the section <c>ProductApi</c> of the registered <see cref="IConfiguration"/>.
    /// What the section leaves empty is filled from <c>PRODUCT_API_URL</c> and <c>PRODUCT_API_KEY</c>.</summary>
    /// <param name="services">The services.</param>
    /// <returns>The builder of the client's <see cref="HttpClient"/>.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="InvalidOperationException">This client is registered already.</exception>
    public static IHttpClientBuilder AddProductClient(this IServiceCollection services) =>
        ClientRegistration.Add(services, ProductJson.CreateTypeInfo(), SettingsSource.FromHost());

    /// <summary>Registers <see cref="IProductClient"/> with settings from a configuration section.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The section, such as <c>configuration.GetSection("ProductApi")</c>.</param>
    /// <returns>The builder of the client's <see cref="HttpClient"/>.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="InvalidOperationException">This client is registered already.</exception>
    public static IHttpClientBuilder AddProductClient(this IServiceCollection services, IConfiguration configuration) =>
        ClientRegistration.Add(services, ProductJson.CreateTypeInfo(), SettingsSource.From(configuration));

    /// <summary>Registers <see cref="IProductClient"/> with settings made in code.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The builder of the client's <see cref="HttpClient"/>.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="InvalidOperationException">This client is registered already.</exception>
    public static IHttpClientBuilder AddProductClient(this IServiceCollection services, Action<ProductClientOptions> configure) =>
        ClientRegistration.Add(services, ProductJson.CreateTypeInfo(), SettingsSource.From(configure));

    /// <summary>Registers a keyed <see cref="IProductClient"/> with the section <c>ProductApi:{serverName}</c> of the registered
    /// <see cref="IConfiguration"/>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="serverName">The name of the server and the key of the client; not the name of a section.</param>
    /// <returns>The builder of the client's <see cref="HttpClient"/>.</returns>
    /// <exception cref="ArgumentException"><paramref name="serverName"/> is null or empty.</exception>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="InvalidOperationException">This client is registered already.</exception>
    public static IHttpClientBuilder AddProductClient(this IServiceCollection services, string serverName) =>
        ClientRegistration.AddNamed(services, serverName, ProductJson.CreateTypeInfo(), SettingsSource.FromHost(serverName));

    /// <inheritdoc cref="AddProductClient(IServiceCollection, IConfiguration)"/>
    /// <summary>Registers a keyed <see cref="IProductClient"/> with settings from a configuration section.</summary>
    /// <param name="services">The services.</param>
    /// <param name="serverName">The name of the server and the key of the client; not the name of a section.</param>
    /// <param name="configuration">The section.</param>
    /// <exception cref="ArgumentException"><paramref name="serverName"/> is null or empty.</exception>
    public static IHttpClientBuilder AddProductClient(this IServiceCollection services, string serverName, IConfiguration configuration) =>
        ClientRegistration.AddNamed(services, serverName, ProductJson.CreateTypeInfo(), SettingsSource.From(configuration));

    /// <inheritdoc cref="AddProductClient(IServiceCollection, Action{ProductClientOptions})"/>
    /// <summary>Registers a keyed <see cref="IProductClient"/> with settings made in code.</summary>
    /// <param name="services">The services.</param>
    /// <param name="serverName">The name of the server and the key of the client; not the name of a section.</param>
    /// <param name="configure">Sets the options.</param>
    /// <exception cref="ArgumentException"><paramref name="serverName"/> is null or empty.</exception>
    public static IHttpClientBuilder AddProductClient(
        this IServiceCollection services, string serverName, Action<ProductClientOptions> configure) =>
        ClientRegistration.AddNamed(services, serverName, ProductJson.CreateTypeInfo(), SettingsSource.From(configure));

    /// <inheritdoc cref="AddProductClient(IServiceCollection)"/>
    /// <summary>Registers <see cref="IProductClient{TProduct}"/> with the section <c>ProductApi</c> of the registered
    /// <see cref="IConfiguration"/>. What the section leaves empty is filled from <c>PRODUCT_API_URL</c> and
    /// <c>PRODUCT_API_KEY</c>.</summary>
    /// <typeparam name="TProduct">The product type.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="jsonTypeInfo">How an answer's JSON is read, from a source-generated <c>JsonSerializerContext</c>.</param>
    public static IHttpClientBuilder AddProductClient<TProduct>(this IServiceCollection services, JsonTypeInfo<TProduct> jsonTypeInfo)
        where TProduct : class =>
        ClientRegistration.Add(services, jsonTypeInfo, SettingsSource.FromHost());

    /// <inheritdoc cref="AddProductClient(IServiceCollection, IConfiguration)"/>
    /// <summary>Registers <see cref="IProductClient{TProduct}"/> with settings from a configuration section.</summary>
    /// <typeparam name="TProduct">The product type.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="jsonTypeInfo">How an answer's JSON is read, from a source-generated <c>JsonSerializerContext</c>.</param>
    /// <param name="configuration">The section.</param>
    public static IHttpClientBuilder AddProductClient<TProduct>(
        this IServiceCollection services, JsonTypeInfo<TProduct> jsonTypeInfo, IConfiguration configuration)
        where TProduct : class =>
        ClientRegistration.Add(services, jsonTypeInfo, SettingsSource.From(configuration));

    /// <inheritdoc cref="AddProductClient(IServiceCollection, Action{ProductClientOptions})"/>
    /// <summary>Registers <see cref="IProductClient{TProduct}"/> with settings made in code.</summary>
    /// <typeparam name="TProduct">The product type.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="jsonTypeInfo">How an answer's JSON is read, from a source-generated <c>JsonSerializerContext</c>.</param>
    /// <param name="configure">Sets the options.</param>
    public static IHttpClientBuilder AddProductClient<TProduct>(
        this IServiceCollection services, JsonTypeInfo<TProduct> jsonTypeInfo, Action<ProductClientOptions> configure)
        where TProduct : class =>
        ClientRegistration.Add(services, jsonTypeInfo, SettingsSource.From(configure));

    /// <inheritdoc cref="AddProductClient(IServiceCollection, string)"/>
    /// <summary>Registers a keyed <see cref="IProductClient{TProduct}"/> with the section <c>ProductApi:{serverName}</c> of the registered
    /// <see cref="IConfiguration"/>.</summary>
    /// <typeparam name="TProduct">The product type.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="serverName">The name of the server and the key of the client; not the name of a section.</param>
    /// <param name="jsonTypeInfo">How an answer's JSON is read, from a source-generated <c>JsonSerializerContext</c>.</param>
    public static IHttpClientBuilder AddProductClient<TProduct>(
        this IServiceCollection services, string serverName, JsonTypeInfo<TProduct> jsonTypeInfo)
        where TProduct : class =>
        ClientRegistration.AddNamed(services, serverName, jsonTypeInfo, SettingsSource.FromHost(serverName));

    /// <inheritdoc cref="AddProductClient(IServiceCollection, string, IConfiguration)"/>
    /// <summary>Registers a keyed <see cref="IProductClient{TProduct}"/> with settings from a configuration section.</summary>
    /// <typeparam name="TProduct">The product type.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="serverName">The name of the server and the key of the client; not the name of a section.</param>
    /// <param name="jsonTypeInfo">How an answer's JSON is read, from a source-generated <c>JsonSerializerContext</c>.</param>
    /// <param name="configuration">The section.</param>
    public static IHttpClientBuilder AddProductClient<TProduct>(
        this IServiceCollection services, string serverName, JsonTypeInfo<TProduct> jsonTypeInfo, IConfiguration configuration)
        where TProduct : class =>
        ClientRegistration.AddNamed(services, serverName, jsonTypeInfo, SettingsSource.From(configuration));

    /// <inheritdoc cref="AddProductClient(IServiceCollection, string, Action{ProductClientOptions})"/>
    /// <summary>Registers a keyed <see cref="IProductClient{TProduct}"/> with settings made in code.</summary>
    /// <typeparam name="TProduct">The product type.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="serverName">The name of the server and the key of the client; not the name of a section.</param>
    /// <param name="jsonTypeInfo">How an answer's JSON is read, from a source-generated <c>JsonSerializerContext</c>.</param>
    /// <param name="configure">Sets the options.</param>
    public static IHttpClientBuilder AddProductClient<TProduct>(
        this IServiceCollection services, string serverName, JsonTypeInfo<TProduct> jsonTypeInfo, Action<ProductClientOptions> configure)
        where TProduct : class =>
        ClientRegistration.AddNamed(services, serverName, jsonTypeInfo, SettingsSource.From(configure));
}
