using System.Text.Json;
using BenchmarkDotNet.Attributes;
using ProductApi.Client.Benchmarks.Peers;

namespace ProductApi.Client.Benchmarks.Layers;

/// <summary>Reading a product, which every client has to pay for.</summary>
[MemoryDiagnoser]
public class JsonBenchmark
{
    private readonly byte[] _body = StubHandler.Body;

    [Benchmark]
    public object? CallersType() => JsonSerializer.Deserialize(_body, ReadAs.PlainProduct.Json);

    [Benchmark]
    public object? Product() => JsonSerializer.Deserialize(_body, ReadAs.Product.Json);
}
