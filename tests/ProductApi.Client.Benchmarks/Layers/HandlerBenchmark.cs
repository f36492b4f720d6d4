using BenchmarkDotNet.Attributes;
using ProductApi.Client.Benchmarks.Peers;

namespace ProductApi.Client.Benchmarks.Layers;

/// <summary>A request through ever more of the library's handlers, from the inside out: each row holds all rows above it.</summary>
[MemoryDiagnoser]
public class HandlerBenchmark
{
    private const int Count = 2000;

    private HttpMessageInvoker _client = null!;

    public static IEnumerable<string> Layers =>
        new[] { "HttpMessageInvoker", "HttpClient" }
            .Concat(StubClients.HandlerNames().Select(name => name.Replace("Handler", "", StringComparison.Ordinal)))
            .Select((name, i) => $"{i} {name}");

    [ParamsSource(nameof(Layers))]
    public string Layer { get; set; } = "";

    [ParamsAllValues]
    public Transport Transport { get; set; }

    [GlobalSetup]
    public void CutHandlers()
    {
        var layer = Layers.ToList().IndexOf(Layer);
        _client = layer == 0 ? new HttpMessageInvoker(new StubHandler(Transport)) : StubClients.Cut(layer - 1, Transport);
    }

    // Many at a time: alone, a request would mostly measure how long an idle thread takes to wake up.
    [Benchmark(OperationsPerInvoke = Count)]
    public Task OneRequest() => Task.WhenAll(Enumerable.Range(0, IPeer.MaxConcurrency).Select(_ => WorkAsync()));

    private async Task WorkAsync()
    {
        for (var i = 0; i < Count / IPeer.MaxConcurrency; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(StubClients.BaseAddress, "products/7"));
            using var response = await SendAsync(request);
        }
    }

    // HttpClient would buffer the answer before it hands it out; the library asks it not to.
    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => _client is HttpClient client
        ? client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead)
        : _client.SendAsync(request, CancellationToken.None);
}
