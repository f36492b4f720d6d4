using Microsoft.Extensions.DependencyInjection;
using Refit;

namespace ProductApi.Client.Benchmarks.Contenders;

internal sealed class RefitContender() : StandardHandlerContender("Refit")
{
    protected override void Register(IServiceCollection services, Action<HttpClient> configure) =>
        services.AddRefitGeneratedClient<IRefitProducts>().ConfigureHttpClient(configure).AddStandardResilienceHandler();

    protected override Func<int, CancellationToken, Task> FetchOne(IServiceProvider provider)
    {
        var products = provider.GetRequiredService<IRefitProducts>();
        return (id, token) => products.GetAsync(id, token);
    }

    protected override Task ForEachAsync(
        IReadOnlyList<int> ids, Func<int, CancellationToken, Task> fetch, CancellationToken cancellationToken) =>
        WhenAllAsync(ids, fetch, cancellationToken);
}

internal interface IRefitProducts
{
    [Get("/products/{id}")]
    Task<Product> GetAsync(int id, CancellationToken cancellationToken);
}
