namespace ProductApi.Client.Benchmarks.Peers;

/// <summary>This library, all results at once.</summary>
internal sealed class LibraryPeer<TProduct>(IProductClient<TProduct> products, ReadAs<TProduct> read) : IPeer
    where TProduct : class
{
    public async Task<int> FetchAsync(IReadOnlyList<int> ids)
    {
        var results = await products.FetchManyAsync(ids);
        return results.Zip(ids).Count(pair => pair.First.Succeeded && read.IsProduct(pair.First.Product, pair.Second));
    }
}

/// <summary>This library, results as they arrive, none kept.</summary>
internal sealed class LibraryStreamPeer<TProduct>(IProductClient<TProduct> products, ReadAs<TProduct> read) : IPeer
    where TProduct : class
{
    public async Task<int> FetchAsync(IReadOnlyList<int> ids)
    {
        var count = 0;
        await foreach (var result in products.StreamManyAsync(ids))
        {
            if (result.Succeeded && read.IsProduct(result.Product, int.Parse(result.ProductId.ToString(), null)))
                count++;
        }

        return count;
    }
}
