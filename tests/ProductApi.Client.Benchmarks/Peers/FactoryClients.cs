using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ProductApi.Client.Sample.Server;
using Refit;

namespace ProductApi.Client.Benchmarks.Peers;

/// <summary>The clients behind the contenders. Those that live in a container have the same logging beside them: a console that wants
/// warnings and worse.</summary>
internal static class FactoryClients
{
    private const string Name = "products";

    public static HttpClient Bare(Uri baseAddress)
    {
        var http = new HttpClient();
        Configure(http, baseAddress);
        return http;
    }

    public static HttpClient EmptyPipeline(Uri baseAddress) => Build(services => Register(services, baseAddress))
        .GetRequiredService<IHttpClientFactory>().CreateClient(Name);

    public static HttpClient StandardHandler(Uri baseAddress) =>
        Build(services => Register(services, baseAddress).AddStandardResilienceHandler())
            .GetRequiredService<IHttpClientFactory>().CreateClient(Name);

    public static IRefitItems Refit(Uri baseAddress, Action<IHttpClientBuilder>? add = null)
    {
        return Build(Register).GetRequiredService<IRefitItems>();

        void Register(IServiceCollection services)
        {
            var builder = services.AddRefitGeneratedClient<IRefitItems>(PlainProductJson.Default)
                .ConfigureHttpClient(http => Configure(http, baseAddress));
            add?.Invoke(builder);
        }
    }

    public static IProductClient<PlainProduct> LibraryOfPlainProducts(Uri baseAddress) =>
        Build(services => services.AddProductClient(ReadAs.PlainProduct.Json, options => Configure(options, baseAddress)))
            .GetRequiredService<IProductClient<PlainProduct>>();

    public static IProductClient LibraryOfProducts(Uri baseAddress) =>
        Build(services => services.AddProductClient(options => Configure(options, baseAddress))).GetRequiredService<IProductClient>();

    private static IHttpClientBuilder Register(IServiceCollection services, Uri baseAddress) =>
        services.AddHttpClient(Name, http => Configure(http, baseAddress));

    private static void Configure(HttpClient http, Uri baseAddress)
    {
        http.BaseAddress = baseAddress;
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", new ProductServerOptions().ApiKey);
    }

    private static void Configure(ProductClientOptions options, Uri baseAddress)
    {
        options.BaseAddress = baseAddress;
        options.ApiKey = new ProductServerOptions().ApiKey;
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
    Task<PlainProduct> GetAsync(int id);
}
