using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ProductApi.Client.Pipeline;
using ProductApi.Client.Registration;

namespace ProductApi.Client.Benchmarks.Layers;

/// <summary>Clients whose requests end at a <see cref="StubHandler"/>.</summary>
internal static class StubClients
{
    public static Uri BaseAddress { get; } = new("http://127.0.0.1/");

    public static IProductClient ThisLibrary() => Build(_ => { }).GetRequiredService<IProductClient>();

    /// <summary>The library's own HttpClient with only the innermost of its handlers.</summary>
    public static HttpClient Cut(int innermost)
    {
        var services = Build(handlers =>
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
        Build(handlers => names.AddRange(handlers.Select(handler => handler.GetType().Name).Reverse()))
            .GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(ClientRegistration.HttpClientName(""));
        return names;
    }

    public static HttpClient StandardHandler()
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning).AddConsole());
        services.AddHttpClient("products", http => http.BaseAddress = BaseAddress)
            .ConfigurePrimaryHttpMessageHandler(() => new StubHandler())
            .AddStandardResilienceHandler();
        return services.BuildServiceProvider().GetRequiredService<IHttpClientFactory>().CreateClient("products");
    }

    private static ServiceProvider Build(Action<IList<DelegatingHandler>> change)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning).AddConsole());
        services.AddProductClient(options =>
            {
                options.BaseAddress = BaseAddress;
                options.ApiKey = "key";
            })
            .ConfigurePrimaryHttpMessageHandler(() => new StubHandler())
            .ConfigureAdditionalHttpMessageHandlers((handlers, _) => change(handlers));
        return services.BuildServiceProvider();
    }
}
