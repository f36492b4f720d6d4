using System.Diagnostics.CodeAnalysis;

namespace ProductApi.Client;

/// <summary>The result of fetching one id: either a product or an error.</summary>
/// <typeparam name="TProduct">The product type.</typeparam>
public sealed record class FetchResult<TProduct>
    where TProduct : class
{
    internal FetchResult(ProductId productId, TProduct? product, FetchError? error, int attempts, TimeSpan elapsed)
    {
        ProductId = productId;
        Product = product;
        Error = error;
        Attempts = attempts;
        Elapsed = elapsed;
    }

    /// <summary>The id that was asked for, as the caller gave it.</summary>
    public ProductId ProductId { get; }

    /// <summary>The product; <see langword="null"/> when the fetch failed.</summary>
    public TProduct? Product { get; }

    /// <summary>Why the fetch failed; <see langword="null"/> when there is a product.</summary>
    public FetchError? Error { get; }

    /// <summary>Whether there is a product.</summary>
    [MemberNotNullWhen(true, nameof(Product))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool Succeeded => Error is null;

    /// <summary>The number of requests that were sent for this id.</summary>
    /// <value>0 when none was sent.</value>
    /// <remarks>A backup request (<see cref="ProductClientOptions.BackupRequests"/>) counts, too. A request that the platform sends again by
    /// itself, after a connection was closed without an answer, counts once.</remarks>
    public int Attempts { get; }

    /// <summary>The time from the moment the id was taken from its source to its result, waiting included.</summary>
    public TimeSpan Elapsed { get; }

    /// <summary>Gets the product or the error: exactly one of them is not <see langword="null"/>.</summary>
    /// <param name="product">The product; <see langword="null"/> when the fetch failed.</param>
    /// <param name="error">Why the fetch failed; <see langword="null"/> when there is a product.</param>
    /// <returns><see langword="true"/> when there is a product.</returns>
    public bool TryGet([NotNullWhen(true)] out TProduct? product, [NotNullWhen(false)] out FetchError? error)
    {
        product = Product;
        error = Error;
        return Succeeded;
    }
}

/// <summary>Makes results, for callers who replace <see cref="IProductClient{TProduct}"/> in their tests.</summary>
public static class FetchResult
{
    /// <summary>Makes the result of an id that has a product.</summary>
    /// <typeparam name="TProduct">The product type.</typeparam>
    /// <param name="productId">The id that was asked for.</param>
    /// <param name="product">The product.</param>
    /// <param name="attempts">The number of requests sent. The default is 1.</param>
    /// <param name="elapsed">The time it took. The default is zero.</param>
    /// <returns>A result that succeeded.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="product"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="attempts"/> or <paramref name="elapsed"/> is negative.</exception>
    public static FetchResult<TProduct> Success<TProduct>(
        ProductId productId, TProduct product, int attempts = 1, TimeSpan elapsed = default)
        where TProduct : class
    {
        ArgumentNullException.ThrowIfNull(product);
        return Create(productId, product, null, attempts, elapsed);
    }

    /// <summary>Makes the result of an id that has no product.</summary>
    /// <typeparam name="TProduct">The product type.</typeparam>
    /// <param name="productId">The id that was asked for.</param>
    /// <param name="error">Why there is no product.</param>
    /// <param name="attempts">The number of requests sent. The default is 0.</param>
    /// <param name="elapsed">The time it took. The default is zero.</param>
    /// <returns>A result that did not succeed.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="error"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="attempts"/> or <paramref name="elapsed"/> is negative.</exception>
    public static FetchResult<TProduct> Failure<TProduct>(
        ProductId productId, FetchError error, int attempts = 0, TimeSpan elapsed = default)
        where TProduct : class
    {
        ArgumentNullException.ThrowIfNull(error);
        return Create<TProduct>(productId, null, error, attempts, elapsed);
    }

    private static FetchResult<TProduct> Create<TProduct>(
        ProductId productId, TProduct? product, FetchError? error, int attempts, TimeSpan elapsed)
        where TProduct : class
    {
        ArgumentOutOfRangeException.ThrowIfNegative(attempts);
        ArgumentOutOfRangeException.ThrowIfLessThan(elapsed, TimeSpan.Zero);
        return new FetchResult<TProduct>(productId, product, error, attempts, elapsed);
    }
}
