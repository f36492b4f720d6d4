namespace ProductApi.Client.Products;

/// <summary>A product or an error.</summary>
internal readonly record struct ProductOutcome<TProduct>(TProduct? Product, FetchError? Error)
    where TProduct : class;
