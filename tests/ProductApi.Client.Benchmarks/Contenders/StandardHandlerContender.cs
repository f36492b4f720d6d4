using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using ProductApi.Client.Sample.Server;

namespace ProductApi.Client.Benchmarks.Contenders;

/// <summary>What a user writes by hand on the standard resilience handler with its defaults: the ways differ in how they run
/// many.</summary>
internal abstract class StandardHandlerContender(string name) : IContender
{
    public string Name => name;

    public async Task<int> FetchAsync(Uri baseAddress, IReadOnlyList<int> ids, CancellationToken cancellationToken)
    {
        var services = new ServiceCollection();
        Register(services, client =>
        {
            client.BaseAddress = baseAddress;
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", new ProductServerOptions().ApiKey);
        });
        await using var provider = services.BuildServiceProvider();
        var delivered = 0;
        var fetchOne = FetchOne(provider);
        await ForEachAsync(ids, async (id, token) =>
        {
            try
            {
                await fetchOne(id, token);
                Interlocked.Increment(ref delivered);
            }
            catch (Exception) when (!token.IsCancellationRequested)
            {
                // Lost: the caller of such a loop has nothing but the exception.
            }
        }, cancellationToken);
        return delivered;
    }

    protected virtual void Register(IServiceCollection services, Action<HttpClient> configure) =>
        services.AddHttpClient("products", configure).AddStandardResilienceHandler();

    protected virtual Func<int, CancellationToken, Task> FetchOne(IServiceProvider provider)
    {
        var client = provider.GetRequiredService<IHttpClientFactory>().CreateClient("products");
        return (id, token) => client.GetFromJsonAsync<Product>($"products/{id}", token);
    }

    protected abstract Task ForEachAsync(
        IReadOnlyList<int> ids, Func<int, CancellationToken, Task> fetch, CancellationToken cancellationToken);

    protected static Task WhenAllAsync(
        IReadOnlyList<int> ids, Func<int, CancellationToken, Task> fetch, CancellationToken cancellationToken)
    {
        var slots = new SemaphoreSlim(IContender.MaxConcurrency);
        return Task.WhenAll(ids.Select(async id =>
        {
            await slots.WaitAsync(cancellationToken);
            try
            {
                await fetch(id, cancellationToken);
            }
            finally
            {
                slots.Release();
            }
        }));
    }
}

internal sealed class SemaphoreAndWhenAll() : StandardHandlerContender("SemaphoreSlim + Task.WhenAll")
{
    protected override Task ForEachAsync(
        IReadOnlyList<int> ids, Func<int, CancellationToken, Task> fetch, CancellationToken cancellationToken) =>
        WhenAllAsync(ids, fetch, cancellationToken);
}

internal sealed class ParallelForEach() : StandardHandlerContender("Parallel.ForEachAsync")
{
    protected override Task ForEachAsync(
        IReadOnlyList<int> ids, Func<int, CancellationToken, Task> fetch, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            ids,
            new ParallelOptions { MaxDegreeOfParallelism = IContender.MaxConcurrency, CancellationToken = cancellationToken },
            async (id, token) => await fetch(id, token));
}
