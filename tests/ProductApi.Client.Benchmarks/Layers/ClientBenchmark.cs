using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BenchmarkDotNet.Attributes;
using ProductApi.Client.Benchmarks.Peers;
using ProductApi.Client.Products;

namespace ProductApi.Client.Benchmarks.Layers;

/// <summary>One product of many, through the whole client and through what people write.</summary>
[MemoryDiagnoser]
[InProcess]
[MaxIterationCount(25)]
public class ClientBenchmark
{
    private const int Count = 2000;
    private readonly byte[] _body = StubHandler.Body;
    private readonly JsonTypeInfo<Product> _json = ProductJson.CreateTypeInfo();
    private readonly int[] _ids = [.. Enumerable.Repeat(7, Count)];
    private readonly HandWritten _bare = new(new HttpClient(new StubHandler()) { BaseAddress = StubClients.BaseAddress });
    private readonly HandWritten _standard = new(StubClients.StandardHandler());
    private readonly ThisLibrary _library = new(StubClients.ThisLibrary());
    private readonly ThisLibraryStream _stream = new(StubClients.ThisLibrary());

    [Benchmark(Baseline = true, OperationsPerInvoke = Count)]
    public Task<int> HandWritten() => _bare.FetchAsync(_ids);

    [Benchmark(OperationsPerInvoke = Count)]
    public Task<int> StandardHandler() => _standard.FetchAsync(_ids);

    [Benchmark(OperationsPerInvoke = Count)]
    public Task<int> FetchMany() => _library.FetchAsync(_ids);

    [Benchmark(OperationsPerInvoke = Count)]
    public Task<int> StreamMany() => _stream.FetchAsync(_ids);

    [Benchmark]
    public Product? Json() => JsonSerializer.Deserialize(_body, _json);
}
