using ProductApi.Client.Fetching;

namespace ProductApi.Client;

public static partial class ProductClientExtensions
{
    // It takes a function that no other overload takes, so their optional parameters can never compete.
#pragma warning disable RS0026
    /// <summary>Fetches a product for each item of a job and hands the item back with its result, so that a message can be
    /// acknowledged.</summary>
    /// <typeparam name="TItem">What a job is made of, such as a message of a queue.</typeparam>
    /// <typeparam name="TProduct">The product type.</typeparam>
    /// <param name="client">The client.</param>
    /// <param name="items">The items, pulled lazily, one at a time. When they end, what is in flight is fetched to its end: to stop without
    /// losing work, end the items instead of cancelling.</param>
    /// <param name="id">The id of an item. Called once for each.</param>
    /// <param name="options">Options of this call. The default is <see langword="null"/>: those of the client.</param>
    /// <param name="cancellationToken">Ends the stream; what is in flight is cancelled.</param>
    /// <returns>One result per item, in the order of completion; items with the same id get one result each. A slow consumer holds the
    /// fetching back.</returns>
    /// <remarks>Up to twice <see cref="ProductClientOptions.MaxConcurrency"/> items are pulled and not handed back yet, besides those the
    /// consumer holds. While ids wait that were refused or told to wait, up to 20 more are, or up to
    /// <see cref="ProductClientOptions.MaxConcurrency"/> more, if that is larger. A broker need not prefetch more than that.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="client"/>, <paramref name="items"/> or <paramref name="id"/> is
    /// null.</exception>
    /// <exception cref="InvalidOperationException">The client, such as a fake one, returned a result for an id that was not asked
    /// for.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The service provider was disposed of.</exception>
    public static IAsyncEnumerable<FetchedItem<TItem, TProduct>> StreamManyAsync<TItem, TProduct>(
        this IProductClient<TProduct> client, IAsyncEnumerable<TItem> items, Func<TItem, ProductId> id, FetchOptions? options = null,
        CancellationToken cancellationToken = default)
        where TProduct : class
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(id);
        return ItemStream<TItem>.FetchAsync(client, items, id, options, cancellationToken);
    }
#pragma warning restore RS0026
}
