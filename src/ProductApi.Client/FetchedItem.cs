namespace ProductApi.Client;

/// <summary>What a caller handed in, and what happened to its id.</summary>
/// <typeparam name="TItem">What the caller handed in, such as a message of a queue.</typeparam>
/// <typeparam name="TProduct">The product type.</typeparam>
/// <param name="Item">What the caller handed in.</param>
/// <param name="Result">The result of its id.</param>
public sealed record FetchedItem<TItem, TProduct>(TItem Item, FetchResult<TProduct> Result)
    where TProduct : class;
