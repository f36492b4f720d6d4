using ProductApi.Client.Fetching;

namespace ProductApi.Client;

/// <summary>Extends <see cref="IProductClient{TProduct}"/> by sources of ids that are numbers, texts or GUIDs, and by streams of results
/// for sources in memory.</summary>
public static partial class ProductClientExtensions
{
    // The overloads differ in the type of the ids alone, so their optional parameters never compete.
#pragma warning disable RS0026
    /// <param name="client">The client.</param>
    /// <typeparam name="TProduct">The product type.</typeparam>
    extension<TProduct>(IProductClient<TProduct> client)
        where TProduct : class
    {
        /// <inheritdoc cref="IProductClient{TProduct}.FetchManyAsync"/>
        /// <exception cref="ArgumentNullException"><paramref name="client"/> or <paramref name="ids"/> is null.</exception>
        public Task<IReadOnlyList<FetchResult<TProduct>>> FetchManyAsync(
            IEnumerable<int> ids, FetchOptions? options = null, CancellationToken cancellationToken = default) =>
            FetchManyAsync(client, ids, id => id, options, cancellationToken);

        /// <inheritdoc cref="IProductClient{TProduct}.FetchManyAsync"/>
        /// <exception cref="ArgumentNullException"><paramref name="client"/> or <paramref name="ids"/> is null.</exception>
        public Task<IReadOnlyList<FetchResult<TProduct>>> FetchManyAsync(
            IEnumerable<long> ids, FetchOptions? options = null, CancellationToken cancellationToken = default) =>
            FetchManyAsync(client, ids, id => id, options, cancellationToken);

        /// <inheritdoc cref="IProductClient{TProduct}.FetchManyAsync"/>
        /// <exception cref="ArgumentNullException"><paramref name="client"/> or <paramref name="ids"/> is null.</exception>
        public Task<IReadOnlyList<FetchResult<TProduct>>> FetchManyAsync(
            IEnumerable<uint> ids, FetchOptions? options = null, CancellationToken cancellationToken = default) =>
            FetchManyAsync(client, ids, id => id, options, cancellationToken);

        /// <inheritdoc cref="IProductClient{TProduct}.FetchManyAsync"/>
        /// <exception cref="ArgumentNullException"><paramref name="client"/> or <paramref name="ids"/> is null.</exception>
        public Task<IReadOnlyList<FetchResult<TProduct>>> FetchManyAsync(
            IEnumerable<ulong> ids, FetchOptions? options = null, CancellationToken cancellationToken = default) =>
            FetchManyAsync(client, ids, id => id, options, cancellationToken);

        /// <inheritdoc cref="IProductClient{TProduct}.FetchManyAsync"/>
        /// <exception cref="ArgumentNullException"><paramref name="client"/> or <paramref name="ids"/> is null.</exception>
        public Task<IReadOnlyList<FetchResult<TProduct>>> FetchManyAsync(
            IEnumerable<string?> ids, FetchOptions? options = null, CancellationToken cancellationToken = default) =>
            FetchManyAsync(client, ids, id => id, options, cancellationToken);

        /// <inheritdoc cref="IProductClient{TProduct}.FetchManyAsync"/>
        /// <exception cref="ArgumentNullException"><paramref name="client"/> or <paramref name="ids"/> is null.</exception>
        public Task<IReadOnlyList<FetchResult<TProduct>>> FetchManyAsync(
            IEnumerable<Guid> ids, FetchOptions? options = null, CancellationToken cancellationToken = default) =>
            FetchManyAsync(client, ids, id => id, options, cancellationToken);

        /// <inheritdoc cref="IProductClient{TProduct}.StreamManyAsync"/>
        /// <exception cref="ArgumentNullException"><paramref name="client"/> or <paramref name="ids"/> is null.</exception>
        public IAsyncEnumerable<FetchResult<TProduct>> StreamManyAsync(
            IEnumerable<ProductId> ids, FetchOptions? options = null, CancellationToken cancellationToken = default) =>
            ConvertAsync(client, ids, id => id, options, cancellationToken);

        /// <inheritdoc cref="IProductClient{TProduct}.StreamManyAsync"/>
        /// <exception cref="ArgumentNullException"><paramref name="client"/> or <paramref name="ids"/> is null.</exception>
        public IAsyncEnumerable<FetchResult<TProduct>> StreamManyAsync(
            IEnumerable<int> ids, FetchOptions? options = null, CancellationToken cancellationToken = default) =>
            ConvertAsync(client, ids, id => id, options, cancellationToken);

        /// <inheritdoc cref="IProductClient{TProduct}.StreamManyAsync"/>
        /// <exception cref="ArgumentNullException"><paramref name="client"/> or <paramref name="ids"/> is null.</exception>
        public IAsyncEnumerable<FetchResult<TProduct>> StreamManyAsync(
            IEnumerable<long> ids, FetchOptions? options = null, CancellationToken cancellationToken = default) =>
            ConvertAsync(client, ids, id => id, options, cancellationToken);

        /// <inheritdoc cref="IProductClient{TProduct}.StreamManyAsync"/>
        /// <exception cref="ArgumentNullException"><paramref name="client"/> or <paramref name="ids"/> is null.</exception>
        public IAsyncEnumerable<FetchResult<TProduct>> StreamManyAsync(
            IEnumerable<uint> ids, FetchOptions? options = null, CancellationToken cancellationToken = default) =>
            ConvertAsync(client, ids, id => id, options, cancellationToken);

        /// <inheritdoc cref="IProductClient{TProduct}.StreamManyAsync"/>
        /// <exception cref="ArgumentNullException"><paramref name="client"/> or <paramref name="ids"/> is null.</exception>
        public IAsyncEnumerable<FetchResult<TProduct>> StreamManyAsync(
            IEnumerable<ulong> ids, FetchOptions? options = null, CancellationToken cancellationToken = default) =>
            ConvertAsync(client, ids, id => id, options, cancellationToken);

        /// <inheritdoc cref="IProductClient{TProduct}.StreamManyAsync"/>
        /// <exception cref="ArgumentNullException"><paramref name="client"/> or <paramref name="ids"/> is null.</exception>
        public IAsyncEnumerable<FetchResult<TProduct>> StreamManyAsync(
            IEnumerable<string?> ids, FetchOptions? options = null, CancellationToken cancellationToken = default) =>
            ConvertAsync(client, ids, id => id, options, cancellationToken);

        /// <inheritdoc cref="IProductClient{TProduct}.StreamManyAsync"/>
        /// <exception cref="ArgumentNullException"><paramref name="client"/> or <paramref name="ids"/> is null.</exception>
        public IAsyncEnumerable<FetchResult<TProduct>> StreamManyAsync(
            IEnumerable<Guid> ids, FetchOptions? options = null, CancellationToken cancellationToken = default) =>
            ConvertAsync(client, ids, id => id, options, cancellationToken);

        /// <inheritdoc cref="IProductClient{TProduct}.StreamManyAsync"/>
        /// <exception cref="ArgumentNullException"><paramref name="client"/> or <paramref name="ids"/> is null.</exception>
        public IAsyncEnumerable<FetchResult<TProduct>> StreamManyAsync(
            IAsyncEnumerable<int> ids, FetchOptions? options = null, CancellationToken cancellationToken = default) =>
            ConvertAsync(client, ids, id => id, options, cancellationToken);

        /// <inheritdoc cref="IProductClient{TProduct}.StreamManyAsync"/>
        /// <exception cref="ArgumentNullException"><paramref name="client"/> or <paramref name="ids"/> is null.</exception>
        public IAsyncEnumerable<FetchResult<TProduct>> StreamManyAsync(
            IAsyncEnumerable<long> ids, FetchOptions? options = null, CancellationToken cancellationToken = default) =>
            ConvertAsync(client, ids, id => id, options, cancellationToken);

        /// <inheritdoc cref="IProductClient{TProduct}.StreamManyAsync"/>
        /// <exception cref="ArgumentNullException"><paramref name="client"/> or <paramref name="ids"/> is null.</exception>
        public IAsyncEnumerable<FetchResult<TProduct>> StreamManyAsync(
            IAsyncEnumerable<uint> ids, FetchOptions? options = null, CancellationToken cancellationToken = default) =>
            ConvertAsync(client, ids, id => id, options, cancellationToken);

        /// <inheritdoc cref="IProductClient{TProduct}.StreamManyAsync"/>
        /// <exception cref="ArgumentNullException"><paramref name="client"/> or <paramref name="ids"/> is null.</exception>
        public IAsyncEnumerable<FetchResult<TProduct>> StreamManyAsync(
            IAsyncEnumerable<ulong> ids, FetchOptions? options = null, CancellationToken cancellationToken = default) =>
            ConvertAsync(client, ids, id => id, options, cancellationToken);

        /// <inheritdoc cref="IProductClient{TProduct}.StreamManyAsync"/>
        /// <exception cref="ArgumentNullException"><paramref name="client"/> or <paramref name="ids"/> is null.</exception>
        public IAsyncEnumerable<FetchResult<TProduct>> StreamManyAsync(
            IAsyncEnumerable<string?> ids, FetchOptions? options = null, CancellationToken cancellationToken = default) =>
            ConvertAsync(client, ids, id => id, options, cancellationToken);

        /// <inheritdoc cref="IProductClient{TProduct}.StreamManyAsync"/>
        /// <exception cref="ArgumentNullException"><paramref name="client"/> or <paramref name="ids"/> is null.</exception>
        public IAsyncEnumerable<FetchResult<TProduct>> StreamManyAsync(
            IAsyncEnumerable<Guid> ids, FetchOptions? options = null, CancellationToken cancellationToken = default) =>
            ConvertAsync(client, ids, id => id, options, cancellationToken);
    }
#pragma warning restore RS0026

    private static Task<IReadOnlyList<FetchResult<TProduct>>> FetchManyAsync<TProduct, TId>(
        IProductClient<TProduct> client, IEnumerable<TId> ids, Func<TId, ProductId> convert, FetchOptions? options,
        CancellationToken cancellationToken)
        where TProduct : class
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(ids);
        return client.FetchManyAsync(ids.Select(convert), options, cancellationToken);
    }

    private static IAsyncEnumerable<FetchResult<TProduct>> ConvertAsync<TProduct, TId>(
        IProductClient<TProduct> client, IEnumerable<TId> ids, Func<TId, ProductId> convert, FetchOptions? options,
        CancellationToken cancellationToken)
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
