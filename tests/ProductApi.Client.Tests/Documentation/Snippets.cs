using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace ProductApi.Client.Tests.Documentation;

// The code shown in the two README files, compiled: CodeBlockTests compares them line by line.
internal static class Snippets
{
    public static async Task FetchMany(
        IServiceCollection services, IConfiguration configuration, IProductClient products, IReadOnlyList<int> ids, CancellationToken ct)
    {
        services.AddProductClient(configuration.GetSection("ProductApi"));
        IReadOnlyList<FetchResult<Product>> results = await products.FetchManyAsync(ids, cancellationToken: ct);
        Assert.Equal(ids.Count, results.Count);
    }

    public static async Task Stream(IProductClient products, IAsyncEnumerable<ProductId> ids, CancellationToken ct)
    {
        await foreach (var result in products.StreamManyAsync(ids, cancellationToken: ct))
            await SaveAsync(result);
    }

    public static async Task Limit(IProductClient products, IEnumerable<int> ids, CancellationToken ct)
    {
        var options = new FetchOptions
        {
            TimeLimit = TimeSpan.FromMinutes(5),
            Progress = new Progress<FetchProgress>(p => Console.WriteLine($"{p.Completed} of {p.Total}")),
        };
        var results = await products.FetchManyAsync(ids, options, ct);
        var again = results.Where(r => !r.Succeeded && r.Error.IsTransient).Select(r => r.ProductId);
        Assert.NotNull(again);
    }

    public static void Read(FetchResult<Product> result, ILogger logger)
    {
        if (result.Succeeded)
            Use(result.Product);
        else if (result.Error.Kind == FetchErrorKind.NotFound)
            Forget(result.ProductId);
        else
            logger.LogWarning("{Error}", result.Error.Message);
    }

    public static void RegisterOthers(IServiceCollection services, IConfiguration configuration)
    {
        // A second server. The name is the key of its client: [FromKeyedServices("warehouse")] IProductClient.
        services.AddProductClient("warehouse", configuration.GetSection("Warehouse"));

        // Your own product type, from a source-generated JSON context. Inject IProductClient<ShopItem>.
        services.AddProductClient(ShopJson.Default.ShopItem, configuration.GetSection("ProductApi"));

        // Your own authentication: no key is sent, and a handler of yours signs each attempt.
        services.AddProductClient(options =>
        {
            options.BaseAddress = new Uri("https://api.example.com/v1");
            options.ApiKeyHeader = null;
        }).AddHttpMessageHandler<SignRequests>();

        // HTTP/2, where the server agrees to it over TLS; otherwise HTTP/1.1.
        services.AddProductClient(configuration.GetSection("ProductApi"))
            .ConfigureHttpClient(http => http.DefaultRequestVersion = new Version(2, 0));
    }

    public static void Observe(MeterProviderBuilder metrics, TracerProviderBuilder tracing)
    {
        metrics.AddMeter(ProductClientDiagnostics.MeterName);
        tracing.AddSource(ProductClientDiagnostics.ActivitySourceName);
    }

    private static Task SaveAsync(FetchResult<Product> result) => Task.FromResult(result);

    private static void Use(Product product) => Assert.NotNull(product);

    private static void Forget(ProductId id) => Assert.NotEqual(default, id);

    internal sealed class SignRequests : DelegatingHandler;
}

public sealed record ShopItem(string Sku, int Stock);

[JsonSerializable(typeof(ShopItem))]
[JsonSerializable(typeof(Product))]
internal sealed partial class ShopJson : JsonSerializerContext;

internal sealed class PriceList(IProductClient products)
{
    public async Task<decimal> TotalAsync(IEnumerable<int> ids, CancellationToken cancellationToken)
    {
        var results = await products.FetchManyAsync(ids, cancellationToken: cancellationToken);
        return results.Sum(result => result.Product?.Price ?? 0);
    }
}

internal sealed class FakeProducts : IProductClient
{
    public Task<FetchResult<Product>> FetchAsync(ProductId id, FetchOptions? options, CancellationToken cancellationToken) =>
        Task.FromResult(id == "404"
            ? FetchResult.Failure<Product>(id, new FetchError(FetchErrorKind.NotFound, $"Product {id} does not exist."))
            : FetchResult.Success(id, new Product { Id = id, Price = 2.50m }));

    public async Task<IReadOnlyList<FetchResult<Product>>> FetchManyAsync(
        IEnumerable<ProductId> ids, FetchOptions? options, CancellationToken cancellationToken) =>
        await Task.WhenAll(ids.Select(id => FetchAsync(id, options, cancellationToken)));

    public async IAsyncEnumerable<FetchResult<Product>> StreamManyAsync(
        IAsyncEnumerable<ProductId> ids, FetchOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var id in ids.WithCancellation(cancellationToken))
            yield return await FetchAsync(id, options, cancellationToken);
    }
}

public sealed class PriceListTests
{
    [Fact]
    public async Task A_missing_product_costs_nothing()
    {
        var list = new PriceList(new FakeProducts());

        Assert.Equal(5.00m, await list.TotalAsync([1, 2, 404], CancellationToken.None));
    }
}
