using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ProductApi.Client.Sample.Server;
using Refit;

namespace ProductApi.Client.Benchmarks.Peers;

/// <summary>The ways that live in a container, all beside the same logging: a console that wants warnings and worse.</summary>
internal static class FactoryClients
{
    public static IPeer StandardHandler(Uri baseAddress)
    {
        var provider = Build(services =>
            services.AddHttpClient("products", http => HandWritten.Configure(http, baseAddress)).AddStandardResilienceHandler());
        return new HandWritten(provider.GetRequiredService<IHttpClientFactory>().CreateClient("products"));
    }

    public static IPeer Refit(Uri baseAddress) => RefitWith(baseAddress, _ => { });

    public static IPeer RefitStandardHandler(Uri baseAddress) => RefitWith(baseAddress, builder => builder.AddStandardResilienceHandler());

    public static IProductClient ThisLibrary(Uri baseAddress) => Build(services => services.AddProductClient(options =>
    {
        options.BaseAddress = baseAddress;
        options.ApiKey = new ProductServerOptions().ApiKey;
    })).GetRequiredService<IProductClient>();

    private static HandWritten RefitWith(Uri baseAddress, Action<IHttpClientBuilder> configure)
    {
        var provider = Build(services => configure(
            services.AddRefitGeneratedClient<IRefitItems>().ConfigureHttpClient(http => HandWritten.Configure(http, baseAddress))));
        return new HandWritten(provider.GetRequiredService<IRefitItems>().GetAsync);
    }

    // Lives as long as its process.
    private static ServiceProvider Build(Action<IServiceCollection> register)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning).AddConsole());
        register(services);
        return services.BuildServiceProvider();
    }
}

internal interface IRefitItems
{
    [Get("/products/{id}")]
    Task<Item> GetAsync(int id);
}
