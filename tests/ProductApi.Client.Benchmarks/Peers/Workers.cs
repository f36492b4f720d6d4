namespace ProductApi.Client.Benchmarks.Peers;

/// <summary>Workers that pull from one source, as many as may be in flight: the cheapest way to keep a client busy.</summary>
internal sealed class Workers<TProduct>(Func<int, Task<TProduct>> fetchOne, ReadAs<TProduct> read) : IPeer
    where TProduct : class
{
    public async Task<int> FetchAsync(IReadOnlyList<int> ids)
    {
        var products = new TProduct[ids.Count];
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, IPeer.MaxConcurrency).Select(_ => WorkAsync()));
        return products.Zip(ids).Count(pair => read.IsProduct(pair.First, pair.Second));

        async Task WorkAsync()
        {
            while (Interlocked.Increment(ref next) is var i && i < ids.Count)
                products[i] = await fetchOne(ids[i]);
        }
    }
}
