using System.Net.Http.Json;

namespace ProductApi.Client.Benchmarks.Peers;

/// <summary>The floor: no HttpClient, no handlers, workers that pull from one source; nobody would want to maintain it.</summary>
internal sealed class InvokerWorkers(HttpMessageInvoker invoker, Uri baseAddress) : IPeer
{
    public static IPeer Create(Uri baseAddress) => new InvokerWorkers(new HttpMessageInvoker(new SocketsHttpHandler()), baseAddress);

    public async Task<int> FetchAsync(IReadOnlyList<int> ids)
    {
        var items = new Item[ids.Count];
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, IPeer.MaxConcurrency).Select(_ => WorkAsync()));
        return items.Zip(ids).Count(pair => pair.First.Is(pair.Second));

        async Task WorkAsync()
        {
            while (Interlocked.Increment(ref next) is var i && i < ids.Count)
                items[i] = await FetchOneAsync(ids[i]);
        }
    }

    private async Task<Item> FetchOneAsync(int id)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(baseAddress, $"products/{id}"));
        using var response = await invoker.SendAsync(request, CancellationToken.None);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync(ItemJson.Default.Item))!;
    }
}
