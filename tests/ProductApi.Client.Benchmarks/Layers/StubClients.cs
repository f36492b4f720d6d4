using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ProductApi.Client.Benchmarks.Peers;
using ProductApi.Client.Pipeline;
using ProductApi.Client.Registration;

namespace ProductApi.Client.Benchmarks.Layers;

/// <summary>Clients whose requests end at a <see cref="StubHandler"/>.</summary>
internal static class StubClients
{
    public static Uri BaseAddress { get; } = new("http://127.0.0.1/");

    public static HttpClient Bare(Transport transport) => new(new StubHandler(transport)) { BaseAddress = BaseAddress };

    public static HttpClient StandardHandler(Transport transport) => Build(services =>
        services.AddHttpClient("products", http => http.BaseAddress = BaseAddress)
            .ConfigurePrimaryHttpMessageHandler(() => new StubHandler(transport))
            .AddStandardResilienceHandler())
        .GetRequiredService<IHttpClientFactory>().CreateClient("products");

    public static IProductClient LibraryOfProducts() => Build(Transport.Suspending, _ => { }).GetRequiredService<IProductClient>();

    public static IProductClient<PlainProduct> LibraryOfPlainProducts(Transport transport) => Build(services =>
        services.AddProductClient(ReadAs.PlainProduct.Json, Configure).ConfigurePrimaryHttpMessageHandler(() => new StubHandler(transport)))
        .GetRequiredService<IProductClient<PlainProduct>>();

    /// <summary>The library's own HttpClient with only the innermost of its handlers.</summary>
    public static HttpClient Cut(int innermost, Transport transport)
    {
        var services = Build(transport, handlers =>
        {
            while (handlers.Count > innermost)
                handlers.RemoveAt(0);
        });
        var client = services.GetRequiredService<IHttpClientFactory>().CreateClient(ClientRegistration.HttpClientName(""));

        // A chain that lacks some looks like one that others have changed.
        services.GetRequiredKeyedService<CallersHandlers>("").OnChainBuilt(arePresent: false);
        return client;
    }

    /// <summary>The names of the library's handlers, from the inside out.</summary>
    public static IReadOnlyList<string> HandlerNames()
    {
        List<string> names = [];
        Build(Transport.Suspending, handlers => names.AddRange(handlers.Select(handler => handler.GetType().Name).Reverse()))
            .GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(ClientRegistration.HttpClientName(""));
        return names;
    }

    private static ServiceProvider Build(Transport transport, Action<IList<DelegatingHandler>> change) => Build(services =>
        services.AddProductClient(Configure)
            .ConfigurePrimaryHttpMessageHandler(() => new StubHandler(transport))
            .ConfigureAdditionalHttpMessageHandlers((handlers, _) => change(handlers)));

    private static ServiceProvider Build(Action<IServiceCollection> register)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning).AddConsole());
        register(services);
        return services.BuildServiceProvider();
    }

    private static void Configure(ProductClientOptions options)
    {
        options.BaseAddress = BaseAddress;
        options.ApiKey = "key";
    }
}
