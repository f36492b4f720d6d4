namespace ProductApi.Client;

/// <summary>Fetches products by id, with one result for each id.</summary>
/// <typeparam name="TProduct">The type an answer's JSON is read into.</typeparam>
/// <remarks>
/// <para>Registered as a singleton by <c>AddProductClient</c>. Thread-safe. All calls of one client share its
/// <see cref="ProductClientOptions.MaxConcurrency"/>, in turns, and what it has learned about the server's limits.</para>
/// <para>An id that fails gives a result with an <see cref="FetchResult{TProduct}.Error"/>. The methods throw only when the caller cancels,
/// when the caller's source of ids throws, and on errors of programming such as a null argument.</para>
/// </remarks>
public interface IProductClient<TProduct>
    where TProduct : class
{
    /// <summary>Fetches one product.</summary>
    /// <param name="id">The id of the product.</param>
    /// <param name="options">Options of this call. The default is <see langword="null"/>: those of the client.</param>
    /// <param name="cancellationToken">Cancels the call and its request.</param>
    /// <returns>The product or the error.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The service provider is disposed.</exception>
    Task<FetchResult<TProduct>> FetchAsync(ProductId id, FetchOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Fetches many products and returns all results when the last one is there.</summary>
    /// <param name="ids">The ids of the products, read one at a time as requests are sent. An id that occurs twice is fetched
    /// twice.</param>
    /// <param name="options">Options of this call. The default is <see langword="null"/>: those of the client.</param>
    /// <param name="cancellationToken">Cancels the call and its requests; there are no results then. <see cref="FetchOptions.TimeLimit"/>
    /// and <see cref="StreamManyAsync"/> keep the results so far.</param>
    /// <returns>One result for each id, in the order of <paramref name="ids"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="ids"/> is null.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The service provider is disposed.</exception>
    Task<IReadOnlyList<FetchResult<TProduct>>> FetchManyAsync(
        IEnumerable<ProductId> ids, FetchOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Fetches many products and returns each result as it arrives. Memory does not grow with the number of ids.</summary>
    /// <param name="ids">The ids of the products, read one at a time while results are handled. An id that occurs twice is fetched
    /// twice.</param>
    /// <param name="options">Options of this call. The default is <see langword="null"/>: those of the client.</param>
    /// <param name="cancellationToken">Cancels the stream and its requests.</param>
    /// <returns>One result for each id, in the order of completion. Fetching pauses while the consumer is behind. Leaving the loop early
    /// cancels the requests in flight.</returns>
    /// <remarks>The source and the loop over the results run at the same time, so they must not share an object that is not thread-safe,
    /// such as a database context.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="ids"/> is null.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The service provider is disposed.</exception>
    IAsyncEnumerable<FetchResult<TProduct>> StreamManyAsync(
        IAsyncEnumerable<ProductId> ids, FetchOptions? options = null, CancellationToken cancellationToken = default);
}

/// <summary>Fetches products of the type <see cref="Product"/> by id.</summary>
/// <remarks>The same instance is registered as <see cref="IProductClient{TProduct}"/> of <see cref="Product"/>.</remarks>
public interface IProductClient : IProductClient<Product>;
