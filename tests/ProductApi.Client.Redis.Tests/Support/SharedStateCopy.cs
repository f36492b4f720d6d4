using ProductApi.Client.Redis.Store;

namespace ProductApi.Client.Redis.Tests.Support;

internal static class SharedStateCopy
{
    /// <summary>A copy that shares no part: what travels through a real store is text.</summary>
    public static SharedState Copy(this SharedState state) => state with
    {
        Pace = state.Pace with { },
        Cycle = state.Cycle with { },
        Noise = state.Noise with { },
        Window = state.Window with { },
        Announced = state.Announced with { },
    };
}
