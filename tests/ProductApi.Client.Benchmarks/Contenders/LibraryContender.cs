using Microsoft.Extensions.DependencyInjection;
using ProductApi.Client.Sample.Server;

namespace ProductApi.Client.Benchmarks.Contenders;

internal sealed class LibraryContender(Action<IHttpClientBuilder>? build = null) : IContender
{
    public string Name => "this library";

    public async Task<int> FetchAsync(Uri baseAddress, IReadOnlyList<int> ids, CancellationToken cancellationToken)
    {
        var services = new ServiceCollection();
        var builder = services.AddProductClient(options =>
        {
            options.BaseAddress = baseAddress;
            options.ApiKey = new ProductServerOptions().ApiKey;
        });
        build?.Invoke(builder);
        await using var provider = services.BuildServiceProvider();
        var results = await provider.GetRequiredService<IProductClient>().FetchManyAsync(ids, cancellationToken: cancellationToken);
        return results.Count(result => result.Succeeded);
    }
}
