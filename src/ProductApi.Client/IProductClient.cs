namespace ProductApi.Client;

/// <summary>Fetches products by id: one accounted result for every id, as fast as the server allows.</summary>
/// <typeparam name="TProduct">The type an answer's JSON is read into.</typeparam>
/// <remarks>
/// <para>Registered by <c>AddProductClient</c>; a thread-safe singleton. All calls of one client share its
/// <see cref="ProductClientOptions.MaxConcurrency"/> and what it has learned about the server's limits, and take turns.</para>
/// <para>A failed id is a result with an <see cref="FetchResult{TProduct}.Error"/>, never an exception. Only these throw: the caller's own
/// cancellation, an exception from the caller's own id source, and programming errors.</para>
/// </remarks>
public interface IProductClient<TProduct>
    where TProduct : class
{
    /// <summary>Fetches one product.</summary>
    /// <param name="id">The id to ask for.</param>
    /// <param name="options">What this call sets for itself.</param>
    /// <param name="cancellationToken">Ends the call; the request in flight is cancelled.</param>
    /// <returns>The product or the error.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The service provider was disposed of.</exception>
    Task<FetchResult<TProduct>> FetchAsync(ProductId id, FetchOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Fetches many products and returns one result per id, in the order of the ids.</summary>
    /// <param name="ids">The ids to ask for, pulled lazily. Each position is fetched: use <c>Distinct()</c> to ask for duplicates once.</param>
    /// <param name="options">What this call sets for itself.</param>
    /// <param name="cancellationToken">Ends the call without results; what is in flight is cancelled. To keep the results so far, use
    /// <see cref="FetchOptions.TimeLimit"/> or <see cref="StreamManyAsync"/>.</param>
    /// <returns>One result per id, in the order of <paramref name="ids"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="ids"/> is null.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The service provider was disposed of.</exception>
    Task<IReadOnlyList<FetchResult<TProduct>>> FetchManyAsync(
        IEnumerable<ProductId> ids, FetchOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Fetches any number of products and returns the results as they arrive, in flat memory.</summary>
    /// <param name="ids">The ids to ask for, pulled lazily, one at a time.</param>
    /// <param name="options">What this call sets for itself.</param>
    /// <param name="cancellationToken">Ends the stream; what is in flight is cancelled.</param>
    /// <returns>One result per id, in the order of completion. A slow consumer holds the fetching back; leaving the loop early cancels what
    /// is in flight.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="ids"/> is null.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The service provider was disposed of.</exception>
    IAsyncEnumerable<FetchResult<TProduct>> StreamManyAsync(
        IAsyncEnumerable<ProductId> ids, FetchOptions? options = null, CancellationToken cancellationToken = default);
}

/// <summary>Fetches <see cref="Product"/>s by id. The same instance as <see cref="IProductClient{TProduct}"/> of <see cref="Product"/>.</summary>
public interface IProductClient : IProductClient<Product>;
