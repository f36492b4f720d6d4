using Microsoft.Extensions.DependencyInjection;

namespace ProductApi.Client.Benchmarks.Peers;

/// <summary>A contender.</summary>
/// <param name="Key">Its name on a command line.</param>
/// <param name="Label">Its name for people.</param>
/// <param name="Reads">The type it reads products into; only contenders that read the same are compared.</param>
/// <param name="Create">Makes it for the server at an address.</param>
internal sealed record Peer(string Key, string Label, string Reads, Func<Uri, IPeer> Create)
{
    public const string HandWrittenLabel = "hand-written";
    public const string StandardLabel = "standard handler";
    public const string StandardWorkersLabel = "standard handler, workers";

    public static IReadOnlyList<Peer> All { get; } =
    [
        .. Reading(ReadAs.PlainProduct, "", FactoryClients.LibraryOfPlainProducts),
        Of("refit", "Refit", baseAddress => new HandWritten<PlainProduct>(FactoryClients.Refit(baseAddress).GetAsync, ReadAs.PlainProduct)),
        Of("refit-standard", "Refit + standard handler", baseAddress => new HandWritten<PlainProduct>(
            FactoryClients.Refit(baseAddress, builder => builder.AddStandardResilienceHandler()).GetAsync, ReadAs.PlainProduct)),
        Of("workers", "HttpClient, workers", baseAddress => Workers(FactoryClients.Bare(baseAddress), ReadAs.PlainProduct)),
        Of("factory-workers", "HttpClient of the factory, workers",
            baseAddress => Workers(FactoryClients.EmptyPipeline(baseAddress), ReadAs.PlainProduct)),
        Of("floor", "HttpMessageInvoker, workers", baseAddress => new Workers<PlainProduct>(
            OneProduct.Through(new HttpMessageInvoker(new SocketsHttpHandler()), baseAddress, ReadAs.PlainProduct), ReadAs.PlainProduct)),
        .. Reading(ReadAs.Product, "product-", FactoryClients.LibraryOfProducts),
    ];

    public static Peer Named(string key) => All.SingleOrDefault(peer => peer.Key == key)
        ?? throw new ArgumentException($"There is no contender {key}. Choose among {string.Join(", ", All.Select(peer => peer.Key))}.");

    private static IEnumerable<Peer> Reading<TProduct>(
        ReadAs<TProduct> read, string prefix, Func<Uri, IProductClient<TProduct>> library)
        where TProduct : class =>
    [
        new($"{prefix}hand-written", HandWrittenLabel, read.Name, baseAddress => HandWritten(FactoryClients.Bare(baseAddress), read)),
        new($"{prefix}control", "hand-written (control)", read.Name, baseAddress => HandWritten(FactoryClients.Bare(baseAddress), read)),
        new($"{prefix}standard", StandardLabel, read.Name, baseAddress => HandWritten(FactoryClients.StandardHandler(baseAddress), read)),
        new($"{prefix}standard-workers", StandardWorkersLabel, read.Name,
            baseAddress => Workers(FactoryClients.StandardHandler(baseAddress), read)),
        new($"{prefix}library", "this library", read.Name, baseAddress => new LibraryPeer<TProduct>(library(baseAddress), read)),
        new($"{prefix}stream", "this library, stream", read.Name,
            baseAddress => new LibraryStreamPeer<TProduct>(library(baseAddress), read)),
    ];

    private static Peer Of(string key, string label, Func<Uri, IPeer> create) => new(key, label, ReadAs.PlainProduct.Name, create);

    private static HandWritten<TProduct> HandWritten<TProduct>(HttpClient http, ReadAs<TProduct> read)
        where TProduct : class => new(OneProduct.Through(http, read), read);

    private static Workers<TProduct> Workers<TProduct>(HttpClient http, ReadAs<TProduct> read)
        where TProduct : class => new(OneProduct.Through(http, read), read);
}
