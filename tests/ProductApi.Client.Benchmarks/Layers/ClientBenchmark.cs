using BenchmarkDotNet.Attributes;
using ProductApi.Client.Benchmarks.Peers;

namespace ProductApi.Client.Benchmarks.Layers;

/// <summary>One product of many, through the whole client and through what people write; all read the same type the same way.</summary>
[MemoryDiagnoser]
public class ClientBenchmark
{
    private const int Count = 2000;
    private readonly int[] _ids = [.. Enumerable.Repeat(7, Count)];
    private IPeer _bare = null!;
    private IPeer _standard = null!;
    private IPeer _standardWorkers = null!;
    private IPeer _library = null!;
    private IPeer _stream = null!;

    [ParamsAllValues]
    public Transport Transport { get; set; }

    [GlobalSetup]
    public void CreateClients()
    {
        var read = ReadAs.PlainProduct;
        var standard = OneProduct.Through(StubClients.StandardHandler(Transport), read);
        _bare = new HandWritten<PlainProduct>(OneProduct.Through(StubClients.Bare(Transport), read), read);
        _standard = new HandWritten<PlainProduct>(standard, read);
        _standardWorkers = new Workers<PlainProduct>(standard, read);
        _library = new LibraryPeer<PlainProduct>(StubClients.LibraryOfPlainProducts(Transport), read);
        _stream = new LibraryStreamPeer<PlainProduct>(StubClients.LibraryOfPlainProducts(Transport), read);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Count)]
    public Task<int> HandWritten() => _bare.FetchAsync(_ids);

    [Benchmark(OperationsPerInvoke = Count)]
    public Task<int> StandardHandler() => _standard.FetchAsync(_ids);

    [Benchmark(OperationsPerInvoke = Count)]
    public Task<int> StandardHandlerWorkers() => _standardWorkers.FetchAsync(_ids);

    [Benchmark(OperationsPerInvoke = Count)]
    public Task<int> FetchMany() => _library.FetchAsync(_ids);

    [Benchmark(OperationsPerInvoke = Count)]
    public Task<int> StreamMany() => _stream.FetchAsync(_ids);
}
