using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace ProductApi.Client.Fetching;

/// <summary>Turns a call into a run and a run's results into what the call returns.</summary>
internal class ProductClient<TProduct>(FetchRunFactory<TProduct> runs, ClientLifetime lifetime)
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

    /// <summary>Ends all runs. The container disposes of what was made last first: before this, nothing that a run needs.</summary>
    public void Dispose() => lifetime.Dispose();

    private async Task<IReadOnlyList<FetchResult<TProduct>>> FetchManyAsync(
        IEnumerable<ProductId> ids, FetchOptions? options, LogLevel logLevel, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        int? total = ids.TryGetNonEnumeratedCount(out var count) ? count : null;
        var results = new OrderedResults<TProduct>(count);
        using var cancellation = CreateCancellation(options, cancellationToken);
        var run = runs.Create(options, cancellation, total, logLevel);
        await run.ExecuteAsync(IdSequence.From(ids, id => id), results.AddAsync).ConfigureAwait(false);
        return results.ToList();
    }

    // Only the parameter with the attribute would be linked with WithCancellation's token, to one that nobody outside knows.
    private async IAsyncEnumerable<FetchResult<TProduct>> StreamAsync(
        IAsyncEnumerable<ProductId> ids, FetchOptions? options, CancellationToken caller,
        [EnumeratorCancellation] CancellationToken enumerator = default)
    {
        using var cancellation = CreateCancellation(options, caller, enumerator);
        cancellation.Caller.ThrowIfCancellationRequested();
        var run = runs.Create(options, cancellation, total: null, LogLevel.Information);
        var arrived = Channel.CreateBounded<FetchResult<TProduct>>(
            new BoundedChannelOptions(runs.MaxConcurrency(options)) { SingleReader = true });
        var execution = ExecuteAsync(run, ids, arrived.Writer);
        try
        {
            // Without a token: a run that ends early ends the reading too, and tells why.
            await foreach (var result in arrived.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
            {
                cancellation.Caller.ThrowIfCancellationRequested();
                yield return result;
            }

            await execution.ConfigureAwait(false);
            cancellation.Caller.ThrowIfCancellationRequested();
        }
        finally
        {
            cancellation.Abort();
            await execution.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task ExecuteAsync(
        FetchRun<TProduct> run, IAsyncEnumerable<ProductId> ids, ChannelWriter<FetchResult<TProduct>> writer)
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

    private RunCancellation CreateCancellation(FetchOptions? options, CancellationToken caller, CancellationToken enumerator = default)
    {
        ObjectDisposedException.ThrowIf(lifetime.Ended.IsCancellationRequested, typeof(IProductClient));
        return runs.CreateCancellation(options, lifetime.Ended, caller, enumerator);
    }
}

/// <summary>The client most callers inject.</summary>
internal sealed class ProductClient(FetchRunFactory<Product> runs, ClientLifetime lifetime)
    : ProductClient<Product>(runs, lifetime), IProductClient;
