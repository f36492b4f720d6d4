using System.Diagnostics.CodeAnalysis;

namespace ProductApi.Client;

/// <summary>What happened to one id: a product or an error, never both, never neither.</summary>
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

    /// <summary>Why there is no product; <see langword="null"/> when there is one.</summary>
    public FetchError? Error { get; }

    /// <summary>Whether there is a product.</summary>
    [MemberNotNullWhen(true, nameof(Product))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool Succeeded => Error is null;

    /// <summary>How many requests were sent for this id; 0 when none was.</summary>
    /// <remarks>What the platform sends again by itself, after a connection was closed without a byte, counts once.</remarks>
    public int Attempts { get; }

    /// <summary>From the moment the id was taken up to its result, waiting included.</summary>
    public TimeSpan Elapsed { get; }
}

/// <summary>Makes results. The client does, and so can callers who fake <see cref="IProductClient{TProduct}"/> in their tests.</summary>
public static class FetchResult
{
    /// <summary>Makes the result of an id whose product arrived.</summary>
    /// <typeparam name="TProduct">The product type.</typeparam>
    /// <param name="productId">The id that was asked for.</param>
    /// <param name="product">The product.</param>
    /// <param name="attempts">How many requests it took.</param>
    /// <param name="elapsed">How long it took.</param>
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

    /// <summary>Makes the result of an id without a product.</summary>
    /// <typeparam name="TProduct">The product type.</typeparam>
    /// <param name="productId">The id that was asked for.</param>
    /// <param name="error">Why there is no product.</param>
    /// <param name="attempts">How many requests were sent.</param>
    /// <param name="elapsed">How long it took.</param>
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
