using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using ProductApi.Client.Benchmarks.Layers;
using ProductApi.Client.Benchmarks.Peers;

namespace ProductApi.Client.Benchmarks.Memory;

/// <summary>Ways to go through many ids without a socket, each run in a process of its own.</summary>
/// <param name="Key">Its name on a command line.</param>
/// <param name="Label">Its name for people.</param>
/// <param name="RunAsync">Fetches so many products and returns what it still holds of them.</param>
internal sealed record Workload(string Key, string Label, Func<int, Task<object?>> RunAsync)
{
    public static Workload Stream { get; } = new("stream", "this library, StreamManyAsync", StreamAsync);

    public static Workload FetchMany { get; } = new(
        "many",
        "this library, FetchManyAsync",
        async count => await StubClients.LibraryOfProducts().FetchManyAsync(Enumerable.Range(1, count)));

    public static Workload Results { get; } = new(
        "results", "the same results in a list, nothing fetched", count => Task.FromResult<object?>(List(count)));

    public static Workload WhenAll { get; } = new("when-all", "hand-written, SemaphoreSlim + Task.WhenAll", WhenAllAsync);

    private static IReadOnlyList<Workload> All => [Stream, FetchMany, Results, WhenAll];

    public static Workload Named(string key) => All.Single(workload => workload.Key == key);

    public async Task<MemoryUse> MeasureAsync(int count)
    {
        var started = Stopwatch.GetTimestamp();
        var held = await RunAsync(count);
        var elapsed = Stopwatch.GetElapsedTime(started);
        using var self = Process.GetCurrentProcess();
        var peak = self.PeakWorkingSet64;
        var live = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(held);
        return new MemoryUse(elapsed.TotalSeconds, peak, live);
    }

    private static async Task<object?> StreamAsync(int count)
    {
        var delivered = 0;
        await foreach (var result in StubClients.LibraryOfProducts().StreamManyAsync(Enumerable.Range(1, count)))
            delivered += result.Succeeded ? 1 : 0;
        return delivered == count ? null : throw new InvalidOperationException($"{delivered} of {count} were delivered.");
    }

    private static List<FetchResult<Product>> List(int count)
    {
        var results = new List<FetchResult<Product>>(count);
        var json = ReadAs.Product.Json;
        foreach (ProductId id in Enumerable.Range(1, count))
        {
            var product = JsonSerializer.Deserialize(StubHandler.Body, json)!;
            results.Add(FetchResult.Success(id, product, 1, TimeSpan.Zero));
        }

        return results;
    }

    private static async Task<object?> WhenAllAsync(int count)
    {
        using var http = StubClients.Bare(Transport.Suspending);
        using var slots = new SemaphoreSlim(IPeer.MaxConcurrency);
        var json = ReadAs.Product.Json;
        return await Task.WhenAll(Enumerable.Range(1, count).Select(FetchAsync));

        async Task<Product?> FetchAsync(int id)
        {
            await slots.WaitAsync();
            try
            {
                return await http.GetFromJsonAsync($"products/{id}", json);
            }
            finally
            {
                slots.Release();
            }
        }
    }
}
