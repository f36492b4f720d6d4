namespace ProductApi.Client.Benchmarks.Servers;

/// <summary>A Product API in a process of its own, so that nothing it does counts as the client's.</summary>
internal interface IServer : IAsyncDisposable
{
    string Name { get; }

    Uri BaseAddress { get; }
}
