using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using ProductApi.Client.Products;

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

    /// <summary>Ends all runs. The container disposes of what was made last first: before this, nothing that a run needs.</summary>
    public void Dispose() => state.Dispose();

    private async Task<IReadOnlyList<FetchResult<TProduct>>> FetchManyAsync(
        IEnumerable<ProductId> ids, FetchOptions? options, LogLevel logLevel, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        int? total = ids.TryGetNonEnumeratedCount(out var count) ? count : null;
        var results = new OrderedResults<TProduct>(count);
        using var tokens = CreateTokens(options, cancellationToken);
        var run = CreateRun(options, tokens, total, MaxConcurrency(options), logLevel);
        await run.ExecuteAsync(IdSequence.From(ids, id => id), results.AddAsync).ConfigureAwait(false);
        return results.ToList();
    }

    // Only the parameter with the attribute would be linked with WithCancellation's token, to one that nobody outside knows.
    private async IAsyncEnumerable<FetchResult<TProduct>> StreamAsync(
        IAsyncEnumerable<ProductId> ids, FetchOptions? options, CancellationToken caller, [EnumeratorCancellation] CancellationToken enumerator = default)
    {
        using var tokens = CreateTokens(options, caller, enumerator);
        tokens.Caller.ThrowIfCancellationRequested();
        var maxConcurrency = MaxConcurrency(options);
        var run = CreateRun(options, tokens, total: null, maxConcurrency, LogLevel.Information);
        var arrived = Channel.CreateBounded<FetchResult<TProduct>>(new BoundedChannelOptions(maxConcurrency) { SingleReader = true });
        var execution = ExecuteAsync(run, ids, arrived.Writer);
        try
        {
            // Without a token: a run that ends early ends the reading too, and tells why.
            await foreach (var result in arrived.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
            {
                tokens.Caller.ThrowIfCancellationRequested();
                yield return result;
            }

            await execution.ConfigureAwait(false);
            tokens.Caller.ThrowIfCancellationRequested();
        }
        finally
        {
            tokens.Abort();
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

    private int MaxConcurrency(FetchOptions? options) => Math.Min(state.Options.MaxConcurrency, options?.MaxConcurrency ?? int.MaxValue);

    private RunCancellation CreateTokens(FetchOptions? options, CancellationToken caller, CancellationToken enumerator = default)
    {
        ObjectDisposedException.ThrowIf(state.Disposed.IsCancellationRequested, typeof(IProductClient));
        return new RunCancellation(state, options?.TimeLimit, caller, enumerator);
    }

    private FetchRun<TProduct> CreateRun(FetchOptions? options, RunCancellation tokens, int? total, int maxConcurrency, LogLevel logLevel)
    {
        var endpoint = new ProductEndpoint<TProduct>(factory.CreateClient(httpClientName), state, json);
        var items = new ItemFetcher<TProduct>(state, endpoint, tokens);
        var progress = new ProgressReporter(options?.Progress, total, state);
        return new FetchRun<TProduct>(state, items, tokens, progress, total, maxConcurrency, logLevel);
    }
}

/// <summary>The client most callers inject.</summary>
internal sealed class ProductClient(ClientState state, IHttpClientFactory factory, string httpClientName, JsonTypeInfo<Product> json)
    : ProductClient<Product>(state, factory, httpClientName, json), IProductClient;
