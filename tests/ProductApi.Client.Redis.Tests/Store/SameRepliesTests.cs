using ProductApi.Client.Redis.Store;
using ProductApi.Client.Redis.Tests.Support;

namespace ProductApi.Client.Redis.Tests.Store;

/// <summary>One random sequence of calls on each engine: the replies must be equal, field by field.</summary>
[Collection(nameof(Engines))]
public sealed class SameRepliesTests(Engines engines)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task All_engines_give_the_same_replies(int seed)
    {
        var stores = Engines.Available.Select(engine => new EngineStore(engines, engine)).ToList();
        var calls = new RandomCalls(seed);
        SharedState? last = null;
        for (var call = 0; call < 300; call++)
        {
            calls.Advance();
            foreach (var store in stores)
                store.Now = calls.Now;
            last = calls.IsPut(last) ? await PutAsync(stores, calls.Put(last!)) : await TakeAsync(stores, calls.Take(last));
        }

        Assert.True(last!.Version.Count > 5, "hardly anything was put");
        Assert.True(last.Sequence > 100, "hardly anything was granted");
    }

    private static async Task<SharedState> TakeAsync(List<EngineStore> stores, TakeRequest request)
    {
        var expected = await stores[0].TakeAsync(request);
        foreach (var store in stores.Skip(1))
        {
            var actual = await store.TakeAsync(request);
            AssertClose(expected.State, actual.State);
            Assert.Equal(expected.Times.Count, actual.Times.Count);
            Assert.All(expected.Times.Zip(actual.Times), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
            Assert.Equal(expected.Retry, actual.Retry, 1e-5);
            Assert.Equal(
                (expected.Members, expected.Cap, expected.IsRamping, expected.Spread, expected.IsLook, expected.First),
                (actual.Members, actual.Cap, actual.IsRamping, actual.Spread, actual.IsLook, actual.First));
        }

        return expected.State;
    }

    private static async Task<SharedState> PutAsync(List<EngineStore> stores, PutRequest request)
    {
        var expected = await stores[0].PutAsync(request);
        foreach (var store in stores.Skip(1))
        {
            var actual = await store.PutAsync(request);
            Assert.Equal(expected.IsCurrent, actual.IsCurrent);
            AssertClose(expected.State, actual.State);
        }

        return expected.State;
    }

    // Numbers may differ in their last digits; everything else is equal.
    private static void AssertClose(SharedState expected, SharedState actual)
    {
        var (left, right) = (Words(expected), Words(actual));
        Assert.Equal(left.Length, right.Length);
        Assert.All(
            left.Zip(right),
            pair => Assert.True(IsClose(pair.First, pair.Second), $"{pair.First} and {pair.Second} in\n{expected}\n{actual}"));
    }

    private static string[] Words(SharedState state) => state.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static bool IsClose(string expected, string actual) =>
        expected == actual
        || (double.TryParse(expected.TrimEnd(','), out var left) && double.TryParse(actual.TrimEnd(','), out var right)
            && Math.Abs(left - right) <= 1e-5 * Math.Max(1, Math.Abs(left)));
}
