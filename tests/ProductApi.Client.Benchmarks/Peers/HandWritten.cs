using System.Net.Http.Headers;
using System.Net.Http.Json;
using ProductApi.Client.Sample.Server;

namespace ProductApi.Client.Benchmarks.Peers;

/// <summary>What people write: a task per id, a semaphore, and whatever stands behind <paramref name="fetchOne"/>.</summary>
internal sealed class HandWritten(Func<int, Task<Item>> fetchOne) : IPeer
{
    public static IPeer Bare(Uri baseAddress)
    {
        var http = new HttpClient();
        Configure(http, baseAddress);
        return new HandWritten(http);
    }

    public HandWritten(HttpClient http)
        : this(id => FetchOneAsync(http, id))
    {
    }

    public static void Configure(HttpClient http, Uri baseAddress)
    {
        http.BaseAddress = baseAddress;
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", new ProductServerOptions().ApiKey);
    }

    public async Task<int> FetchAsync(IReadOnlyList<int> ids)
    {
        using var slots = new SemaphoreSlim(IPeer.MaxConcurrency);
        var items = await Task.WhenAll(ids.Select(id => FetchInSlotAsync(slots, id)));
        return items.Zip(ids).Count(pair => pair.First.Is(pair.Second));
    }

    private async Task<Item> FetchInSlotAsync(SemaphoreSlim slots, int id)
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

    private static async Task<Item> FetchOneAsync(HttpClient http, int id)
    {
        using var response = await http.GetAsync($"products/{id}");
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync(ItemJson.Default.Item))!;
    }
}
