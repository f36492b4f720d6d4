using ProductApi.Client.Throttling;

namespace ProductApi.Client.Pipeline;

/// <summary>Makes requests for an address that was served a moment ago: if it still is, the host is up and the items in hand are to
/// blame.</summary>
internal static class Canary
{
    /// <param name="permit">The permit, with the address.</param>
    /// <param name="item">The item in hand, whose permit it is.</param>
    /// <param name="original">The request in hand: the canary is of the same kind.</param>
    /// <param name="keyHeader">The header that carries the key; it is not copied.</param>
    /// <param name="callerToken">The token of whoever waits.</param>
    public static ProductRequest CreateRequest(
        SendPermit permit, Item item, HttpRequestMessage original, string? keyHeader, CancellationToken callerToken)
    {
        // Its attempts and its key are its own, not the item's.
        var state = new RequestState(item) { CallerToken = callerToken };
        var request = new ProductRequest(permit.CanaryAddress!, state, callerToken)
        {
            Version = original.Version,
            VersionPolicy = original.VersionPolicy,
        };
        foreach (var (name, values) in original.Headers.NonValidated)
        {
            if (!name.Equals(keyHeader, StringComparison.OrdinalIgnoreCase))
                request.Headers.TryAddWithoutValidation(name, values);
        }

        // A handler of the caller's may send another request in its place, with its options.
        state.AttachTo(request);
        return request;
    }
}
