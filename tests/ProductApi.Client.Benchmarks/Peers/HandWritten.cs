namespace ProductApi.Client.Benchmarks.Peers;

/// <summary>What people write: a task per id, a semaphore, and whatever stands behind <paramref name="fetchOne"/>.</summary>
internal sealed class HandWritten<TProduct>(Func<int, Task<TProduct>> fetchOne, ReadAs<TProduct> read) : IPeer
    where TProduct : class
{
    public async Task<int> FetchAsync(IReadOnlyList<int> ids)
    {
        using var slots = new SemaphoreSlim(IPeer.MaxConcurrency);
        var products = await Task.WhenAll(ids.Select(id => FetchInSlotAsync(slots, id)));
        return products.Zip(ids).Count(pair => read.IsProduct(pair.First, pair.Second));
    }

    private async Task<TProduct> FetchInSlotAsync(SemaphoreSlim slots, int id)
    {
        await slots.WaitAsync();
        try
        {
            return await fetchOne(id);
        }
        finally
        {
            slots.Release();
        }
    }
}
