namespace ProductApi.Client.Benchmarks.Peers;

/// <summary>The contenders by the name they have on a command line.</summary>
internal sealed record Peer(string Key, string Label, Func<Uri, IPeer> Create)
{
    public static IReadOnlyList<Peer> All { get; } =
    [
        new("hand-written", "hand-written", HandWritten.Bare),
        new("control", "hand-written (control)", HandWritten.Bare),
        new("standard", "standard handler", FactoryClients.StandardHandler),
        new("refit", "Refit", FactoryClients.Refit),
        new("refit-standard", "Refit + standard handler", FactoryClients.RefitStandardHandler),
        new("library", "this library", baseAddress => new ThisLibrary(FactoryClients.ThisLibrary(baseAddress))),
        new("stream", "this library, stream", baseAddress => new ThisLibraryStream(FactoryClients.ThisLibrary(baseAddress))),
        new("floor", "HttpMessageInvoker, workers", InvokerWorkers.Create),
    ];

    public static Peer Named(string key) => All.Single(peer => peer.Key == key);
}
