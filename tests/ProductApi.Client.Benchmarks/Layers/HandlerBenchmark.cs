using BenchmarkDotNet.Attributes;

namespace ProductApi.Client.Benchmarks.Layers;

/// <summary>One request through ever more of the library's handlers, from the inside out: each row holds all rows above it.</summary>
[MemoryDiagnoser]
public class HandlerBenchmark
{
    private const string Invoker = "HttpMessageInvoker";
    private const string Client = "+ HttpClient";

    private HttpMessageInvoker _client = null!;

    public static IEnumerable<string> Layers => [Invoker, Client, .. StubClients.HandlerNames().Select(name => $"+ {name}")];

    [ParamsSource(nameof(Layers))]
    public string Layer { get; set; } = "";

    [GlobalSetup]
    public void CutHandlers() => _client = Layer == Invoker
        ? new HttpMessageInvoker(new StubHandler())
        : StubClients.Cut(Layers.ToList().IndexOf(Layer) - 1);

    [Benchmark]
    public async Task<int> OneRequest()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(StubClients.BaseAddress, "products/7"));
        using var response = await SendAsync(request);
        return (int)response.StatusCode;
    }

    // HttpClient would buffer the answer before it hands it out; the library asks it not to.
    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => _client is HttpClient client
        ? client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead)
        : _client.SendAsync(request, CancellationToken.None);
}
