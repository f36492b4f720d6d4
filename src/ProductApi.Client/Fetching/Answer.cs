namespace ProductApi.Client.Fetching;

/// <summary>A product or an error.</summary>
internal readonly record struct Answer<TProduct>(TProduct? Product, FetchError? Error)
    where TProduct : class;
