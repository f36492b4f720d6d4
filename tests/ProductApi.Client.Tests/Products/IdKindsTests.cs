using System.Runtime.CompilerServices;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Products;

/// <summary>Ids come as numbers, texts and guids, in memory and from streams.</summary>
public sealed class IdKindsTests : VirtualTimeTest
{
    private static readonly int[] Ints = [1, 2];
    private static readonly long[] Longs = [3, 4];
    private static readonly uint[] UInts = [5, 6];
    private static readonly ulong[] ULongs = [7, ulong.MaxValue];
    private static readonly string[] Texts = ["a", "b"];
    private static readonly Guid[] Guids = [new("0F8FAD5B-D9CB-469F-A165-70867728950E"), new("7C9E6679-7425-40DE-944B-E07FC1F90AE7")];
    private static readonly ProductId[] Ids = [5, "c"];

    [Fact]
    public void Every_kind_of_id_can_be_fetched()
    {
        var products = Products();

        Assert.Equal(["1", "2"], Fetch(() => products.FetchManyAsync(Ints)));
        Assert.Equal(["3", "4"], Fetch(() => products.FetchManyAsync(Longs)));
        Assert.Equal(["5", "6"], Fetch(() => products.FetchManyAsync(UInts)));
        Assert.Equal(["7", "18446744073709551615"], Fetch(() => products.FetchManyAsync(ULongs)));
        Assert.Equal(["a", "b"], Fetch(() => products.FetchManyAsync(Texts)));
        Assert.Equal(Guids.Select(guid => $"{guid}"), Fetch(() => products.FetchManyAsync(Guids)));
        Assert.Equal(["5", "c"], Fetch(() => products.FetchManyAsync(Ids)));
    }

    [Fact]
    public void Every_kind_of_id_can_be_streamed()
    {
        var products = Products();

        Assert.Equal(["1", "2"], Stream(() => products.StreamManyAsync(Ints)));
        Assert.Equal(["3", "4"], Stream(() => products.StreamManyAsync(Longs)));
        Assert.Equal(["5", "6"], Stream(() => products.StreamManyAsync(UInts)));
        Assert.Equal(["7", "18446744073709551615"], Stream(() => products.StreamManyAsync(ULongs)));
        Assert.Equal(["a", "b"], Stream(() => products.StreamManyAsync(Texts)));
        Assert.Equal(Guids.Select(guid => $"{guid}"), Stream(() => products.StreamManyAsync(Guids)));
        Assert.Equal(["5", "c"], Stream(() => products.StreamManyAsync(Ids)));
    }

    [Fact]
    public void Every_kind_of_id_can_be_streamed_from_a_stream()
    {
        var products = Products();

        Assert.Equal(["1", "2"], Stream(() => products.StreamManyAsync(Arriving(Ints))));
        Assert.Equal(["3", "4"], Stream(() => products.StreamManyAsync(Arriving(Longs))));
        Assert.Equal(["5", "6"], Stream(() => products.StreamManyAsync(Arriving(UInts))));
        Assert.Equal(["7", "18446744073709551615"], Stream(() => products.StreamManyAsync(Arriving(ULongs))));
        Assert.Equal(["a", "b"], Stream(() => products.StreamManyAsync(Arriving(Texts))));
        Assert.Equal(Guids.Select(guid => $"{guid}"), Stream(() => products.StreamManyAsync(Arriving(Guids))));
        Assert.Equal(["5", "c"], Stream(() => products.StreamManyAsync(Arriving(Ids))));
    }

    [Fact]
    public void Ids_can_be_written_down_where_they_are_needed()
    {
        var products = Products();

        Assert.Equal(["1", "b"], Fetch(() => products.FetchManyAsync([1, "b"])));
        Assert.Equal(["1", "2"], Stream(() => products.StreamManyAsync([1, 2])));
        Assert.Equal(["a"], Stream(() => products.StreamManyAsync(["a"])));
        Assert.Equal(["1"], Fetch(() => ProductClientExtensions.FetchManyAsync(products, new[] { 1u })));
    }

    [Fact]
    public void Without_a_client_there_is_nothing_to_call()
    {
        IProductClient nobody = null!;

        Assert.All<Func<object>>(
            [
                () => nobody.FetchManyAsync(Ints), () => nobody.FetchManyAsync(Longs), () => nobody.FetchManyAsync(Texts),
                () => nobody.FetchManyAsync(Guids), () => nobody.FetchManyAsync(UInts), () => nobody.FetchManyAsync(ULongs),
                () => nobody.StreamManyAsync(UInts), () => nobody.StreamManyAsync(ULongs), () => nobody.StreamManyAsync(Arriving(UInts)),
                () => nobody.StreamManyAsync(Arriving(ULongs)), () => nobody.StreamManyAsync(Ids), () => nobody.StreamManyAsync(Ints),
                () => nobody.StreamManyAsync(Longs), () => nobody.StreamManyAsync(Texts), () => nobody.StreamManyAsync(Guids),
                () => nobody.StreamManyAsync(Arriving(Ints)), () => nobody.StreamManyAsync(Arriving(Longs)),
                () => nobody.StreamManyAsync(Arriving(Texts)), () => nobody.StreamManyAsync(Arriving(Guids)),
            ],
            call => Assert.Throws<ArgumentNullException>("client", call));
    }

    [Fact]
    public void A_cancelled_stream_of_ids_is_told_so()
    {
        var products = Products();
        using var cancellation = new CancellationTokenSource();
        var seen = default(CancellationToken);

        Assert.ThrowsAny<OperationCanceledException>(() => Time.Run(async () =>
        {
            await foreach (var result in products.StreamManyAsync(Endless(), cancellationToken: cancellation.Token))
                await cancellation.CancelAsync();
        }));

        Assert.True(seen.IsCancellationRequested);

        async IAsyncEnumerable<int> Endless([EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            seen = cancellationToken;
            for (var id = 0; ; id++)
            {
                await Task.Delay(TimeSpan.FromSeconds(0.01), Time, cancellationToken);
                yield return id;
            }
        }
    }

    private IProductClient Products() =>
        Scripted(ServerThat(request => ScriptedServer.Product(request.Id))).Products;

    private TestClient Scripted(ScriptedServer server) => TestClient.Scripted(server, options => options.MaxConcurrency = 1, Time);

    private IEnumerable<string> Fetch(Func<Task<IReadOnlyList<FetchResult<Product>>>> fetch) =>
        Time.Run(fetch).Select(result => result.ProductId.ToString());

    private IEnumerable<string> Stream(Func<IAsyncEnumerable<FetchResult<Product>>> stream) =>
        Time.Run(() => stream().ToListAsync().AsTask()).Select(result => result.ProductId.ToString());

    private static async IAsyncEnumerable<TId> Arriving<TId>(TId[] ids)
    {
        foreach (var id in ids)
        {
            await Task.Yield();
            yield return id;
        }
    }
}
