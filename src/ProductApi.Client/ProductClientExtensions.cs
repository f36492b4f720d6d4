using ProductApi.Client.Fetching;

namespace ProductApi.Client;

/// <summary>Lets a client take ids as they lie around: numbers, texts, GUIDs, and plain sequences for the stream.</summary>
public static partial class ProductClientExtensions
{
    // The overloads differ by the type of id alone, so their optional parameters can never compete.
#pragma warning disable RS0026
    /// <inheritdoc cref="IProductClient{TProduct}.FetchManyAsync"/>
    /// <typeparam name="TProduct">The product type.</typeparam>
    /// <param name="client">The client.</param>
    /// <param name="ids">The ids to ask for, pulled lazily.</param>
    /// <param name="options">What this call sets for itself.</param>
    /// <param name="cancellationToken">Ends the call without results.</param>
    public static Task<IReadOnlyList<FetchResult<TProduct>>> FetchManyAsync<TProduct>(
        this IProductClient<TProduct> client, IEnumerable<int> ids, FetchOptions? options = null, CancellationToken cancellationToken = default)
        where TProduct : class => FetchManyAsync(client, ids, id => id, options, cancellationToken);

    /// <inheritdoc cref="FetchManyAsync{TProduct}(IProductClient{TProduct}, IEnumerable{int}, FetchOptions, CancellationToken)"/>
    public static Task<IReadOnlyList<FetchResult<TProduct>>> FetchManyAsync<TProduct>(
        this IProductClient<TProduct> client, IEnumerable<long> ids, FetchOptions? options = null, CancellationToken cancellationToken = default)
        where TProduct : class => FetchManyAsync(client, ids, id => id, options, cancellationToken);

    /// <inheritdoc cref="FetchManyAsync{TProduct}(IProductClient{TProduct}, IEnumerable{int}, FetchOptions, CancellationToken)"/>
    public static Task<IReadOnlyList<FetchResult<TProduct>>> FetchManyAsync<TProduct>(
        this IProductClient<TProduct> client, IEnumerable<string?> ids, FetchOptions? options = null, CancellationToken cancellationToken = default)
        where TProduct : class => FetchManyAsync(client, ids, id => id, options, cancellationToken);

    /// <inheritdoc cref="FetchManyAsync{TProduct}(IProductClient{TProduct}, IEnumerable{int}, FetchOptions, CancellationToken)"/>
    public static Task<IReadOnlyList<FetchResult<TProduct>>> FetchManyAsync<TProduct>(
        this IProductClient<TProduct> client, IEnumerable<Guid> ids, FetchOptions? options = null, CancellationToken cancellationToken = default)
        where TProduct : class => FetchManyAsync(client, ids, id => id, options, cancellationToken);

    /// <inheritdoc cref="IProductClient{TProduct}.StreamManyAsync"/>
    /// <typeparam name="TProduct">The product type.</typeparam>
    /// <param name="client">The client.</param>
    /// <param name="ids">The ids to ask for, pulled lazily, one at a time.</param>
    /// <param name="options">What this call sets for itself.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    public static IAsyncEnumerable<FetchResult<TProduct>> StreamManyAsync<TProduct>(
        this IProductClient<TProduct> client, IEnumerable<ProductId> ids, FetchOptions? options = null, CancellationToken cancellationToken = default)
        where TProduct : class => ConvertAsync(client, ids, id => id, options, cancellationToken);

    /// <inheritdoc cref="StreamManyAsync{TProduct}(IProductClient{TProduct}, IEnumerable{ProductId}, FetchOptions, CancellationToken)"/>
    public static IAsyncEnumerable<FetchResult<TProduct>> StreamManyAsync<TProduct>(
        this IProductClient<TProduct> client, IEnumerable<int> ids, FetchOptions? options = null, CancellationToken cancellationToken = default)
        where TProduct : class => ConvertAsync(client, ids, id => id, options, cancellationToken);

    /// <inheritdoc cref="StreamManyAsync{TProduct}(IProductClient{TProduct}, IEnumerable{ProductId}, FetchOptions, CancellationToken)"/>
    public static IAsyncEnumerable<FetchResult<TProduct>> StreamManyAsync<TProduct>(
        this IProductClient<TProduct> client, IEnumerable<long> ids, FetchOptions? options = null, CancellationToken cancellationToken = default)
        where TProduct : class => ConvertAsync(client, ids, id => id, options, cancellationToken);

    /// <inheritdoc cref="StreamManyAsync{TProduct}(IProductClient{TProduct}, IEnumerable{ProductId}, FetchOptions, CancellationToken)"/>
    public static IAsyncEnumerable<FetchResult<TProduct>> StreamManyAsync<TProduct>(
        this IProductClient<TProduct> client, IEnumerable<string?> ids, FetchOptions? options = null, CancellationToken cancellationToken = default)
        where TProduct : class => ConvertAsync(client, ids, id => id, options, cancellationToken);

    /// <inheritdoc cref="StreamManyAsync{TProduct}(IProductClient{TProduct}, IEnumerable{ProductId}, FetchOptions, CancellationToken)"/>
    public static IAsyncEnumerable<FetchResult<TProduct>> StreamManyAsync<TProduct>(
        this IProductClient<TProduct> client, IEnumerable<Guid> ids, FetchOptions? options = null, CancellationToken cancellationToken = default)
        where TProduct : class => ConvertAsync(client, ids, id => id, options, cancellationToken);

    /// <inheritdoc cref="StreamManyAsync{TProduct}(IProductClient{TProduct}, IEnumerable{ProductId}, FetchOptions, CancellationToken)"/>
    public static IAsyncEnumerable<FetchResult<TProduct>> StreamManyAsync<TProduct>(
        this IProductClient<TProduct> client, IAsyncEnumerable<int> ids, FetchOptions? options = null, CancellationToken cancellationToken = default)
        where TProduct : class => ConvertAsync(client, ids, id => id, options, cancellationToken);

    /// <inheritdoc cref="StreamManyAsync{TProduct}(IProductClient{TProduct}, IEnumerable{ProductId}, FetchOptions, CancellationToken)"/>
    public static IAsyncEnumerable<FetchResult<TProduct>> StreamManyAsync<TProduct>(
        this IProductClient<TProduct> client, IAsyncEnumerable<long> ids, FetchOptions? options = null, CancellationToken cancellationToken = default)
        where TProduct : class => ConvertAsync(client, ids, id => id, options, cancellationToken);

    /// <inheritdoc cref="StreamManyAsync{TProduct}(IProductClient{TProduct}, IEnumerable{ProductId}, FetchOptions, CancellationToken)"/>
    public static IAsyncEnumerable<FetchResult<TProduct>> StreamManyAsync<TProduct>(
        this IProductClient<TProduct> client, IAsyncEnumerable<string?> ids, FetchOptions? options = null, CancellationToken cancellationToken = default)
        where TProduct : class => ConvertAsync(client, ids, id => id, options, cancellationToken);

    /// <inheritdoc cref="StreamManyAsync{TProduct}(IProductClient{TProduct}, IEnumerable{ProductId}, FetchOptions, CancellationToken)"/>
    public static IAsyncEnumerable<FetchResult<TProduct>> StreamManyAsync<TProduct>(
        this IProductClient<TProduct> client, IAsyncEnumerable<Guid> ids, FetchOptions? options = null, CancellationToken cancellationToken = default)
        where TProduct : class => ConvertAsync(client, ids, id => id, options, cancellationToken);
#pragma warning restore RS0026

    private static Task<IReadOnlyList<FetchResult<TProduct>>> FetchManyAsync<TProduct, TId>(
        IProductClient<TProduct> client, IEnumerable<TId> ids, Func<TId, ProductId> convert, FetchOptions? options, CancellationToken cancellationToken)
        where TProduct : class
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(ids);
        return client.FetchManyAsync(ids.Select(convert), options, cancellationToken);
    }

    private static IAsyncEnumerable<FetchResult<TProduct>> ConvertAsync<TProduct, TId>(
        IProductClient<TProduct> client, IEnumerable<TId> ids, Func<TId, ProductId> convert, FetchOptions? options, CancellationToken cancellationToken)
        where TProduct : class
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(ids);
        return client.StreamManyAsync(IdSequence.From(ids, convert), options, cancellationToken);
    }

    private static IAsyncEnumerable<FetchResult<TProduct>> ConvertAsync<TProduct, TId>(
        IProductClient<TProduct> client, IAsyncEnumerable<TId> ids, Func<TId, ProductId> convert, FetchOptions? options,
        CancellationToken cancellationToken)
        where TProduct : class
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(ids);
        return client.StreamManyAsync(IdSequence.From(ids, convert, cancellationToken), options, cancellationToken);
    }
}
