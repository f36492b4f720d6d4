namespace ProductApi.Client.Benchmarks.Peers;

internal sealed class ThisLibrary(IProductClient products) : IPeer
{
    public async Task<int> FetchAsync(IReadOnlyList<int> ids)
    {
        var results = await products.FetchManyAsync(ids);
        return results.Zip(ids).Count(pair => IsProduct(pair.First, pair.Second));
    }

    public static bool IsProduct(FetchResult<Product> result, int id) =>
        result.Succeeded && int.Parse(result.Product.Id.ToString(), null) == id;
}

internal sealed class ThisLibraryStream(IProductClient products) : IPeer
{
    public async Task<int> FetchAsync(IReadOnlyList<int> ids)
    {
        var count = 0;
        await foreach (var result in products.StreamManyAsync(ids))
        {
            if (ThisLibrary.IsProduct(result, int.Parse(result.ProductId.ToString(), null)))
                count++;
        }

        return count;
    }
}
