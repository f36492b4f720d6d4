using ProductApi.Client.Redis.Store;
using ProductApi.Client.Redis.Tests.Support;

namespace ProductApi.Client.Redis.Tests.Store;

/// <summary>What tests of the store's steps have in common.</summary>
public abstract class StoreTest(Engines engines)
{
    private protected const int MaxConcurrency = 20;

    private protected EngineStore Open(Engine engine) => new(engines, engine);

    private protected static MemberReport Report(string member = "a", StateNumber? epoch = null) =>
        new(member, MaxConcurrency) { Epoch = epoch };

    private protected static TakeRequest Want(int count, string member = "a", bool isProbe = false) => new(Report(member), count, isProbe);

    private protected static async Task<SharedState> ReadAsync(EngineStore store) => (await store.TakeAsync(Want(0))).State;

    /// <summary>Puts what the change made of the learned parts.</summary>
    private protected static async Task<PutReply> ChangeAsync(EngineStore store, Action<SharedState> change)
    {
        var state = await ReadAsync(store);
        change(state);
        return await store.PutAsync(new PutRequest(Report(), state.Version)
        {
            Evidence = new Evidence(state.Pace, state.Cycle, state.Noise, state.Window),
            Announced = state.Announced,
            Opening = state.Opening,
        });
    }
}
