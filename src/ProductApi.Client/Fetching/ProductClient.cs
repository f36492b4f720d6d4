using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace ProductApi.Client.Fetching;

/// <summary>Turns a call into a run and a run's results into what the call returns.</summary>
internal class ProductClient<TProduct>(ClientState state, IHttpClientFactory factory, string httpClientName, JsonTypeInfo<TProduct> json)
    : IProductClient<TProduct>, IDisposable
    where TProduct : class
{
    public async Task<FetchResult<TProduct>> FetchAsync(ProductId id, FetchOptions? options, CancellationToken cancellationToken)
    {
        // A service may call this per request of its own: the lines about a run would be noise there.
        var results = await FetchManyAsync([id], options, LogLevel.Debug, cancellationToken).ConfigureAwait(false);
        return results[0];
    }

    public Task<IReadOnlyList<FetchResult<TProduct>>> FetchManyAsync(
        IEnumerable<ProductId> ids, FetchOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return FetchManyAsync(ids, options, LogLevel.Information, cancellationToken);
    }

    public IAsyncEnumerable<FetchResult<TProduct>> StreamManyAsync(
        IAsyncEnumerable<ProductId> ids, FetchOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return StreamAsync(ids, options, cancellationToken);
    }

    private async Task<IReadOnlyList<FetchResult<TProduct>>> FetchManyAsync(
        IEnumerable<ProductId> ids, FetchOptions? options, LogLevel logLevel, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        int? total = ids.TryGetNonEnumeratedCount(out var count) ? count : null;
        var results = new OrderedResults<TProduct>(count);
        using var run = Start(options, total, logLevel, cancellationToken);
        await run.ExecuteAsync(IdSource.From(ids, id => id), results.AddAsync).ConfigureAwait(false);
        return results.ToList();
    }

    /// <summary>Ends all runs. The container disposes of what was made last first: before this, nothing that a run needs.</summary>
    public void Dispose() => state.Dispose();

    private async IAsyncEnumerable<FetchResult<TProduct>> StreamAsync(
        IAsyncEnumerable<ProductId> ids, FetchOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var run = Start(options, total: null, LogLevel.Information, cancellationToken);
        var arrived = Channel.CreateBounded<FetchResult<TProduct>>(new BoundedChannelOptions(run.MaxConcurrency) { SingleReader = true });
        var execution = ExecuteAsync(run, ids, arrived.Writer);
        try
        {
            await foreach (var result in arrived.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
                yield return result;
            await execution.ConfigureAwait(false);
        }
        finally
        {
            run.Abort();
            await execution.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task ExecuteAsync(FetchRun<TProduct> run, IAsyncEnumerable<ProductId> ids, ChannelWriter<FetchResult<TProduct>> writer)
    {
        try
        {
            await run.ExecuteAsync(ids, (_, result, token) => writer.WriteAsync(result, token)).ConfigureAwait(false);
        }
        finally
        {
            writer.Complete();
        }
    }

    private FetchRun<TProduct> Start(FetchOptions? options, int? total, LogLevel logLevel, CancellationToken cancellationToken)
    {
        var endpoint = new ProductEndpoint<TProduct>(factory.CreateClient(httpClientName), state, json);
        return new FetchRun<TProduct>(state, endpoint, options, total, logLevel, cancellationToken);
    }
}

/// <summary>The client most callers inject.</summary>
internal sealed class ProductClient(ClientState state, IHttpClientFactory factory, string httpClientName, JsonTypeInfo<Product> json)
    : ProductClient<Product>(state, factory, httpClientName, json), IProductClient;
