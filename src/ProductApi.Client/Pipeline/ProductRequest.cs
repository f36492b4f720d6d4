namespace ProductApi.Client.Pipeline;

/// <summary>A request of ours, which knows its state without a look into <see cref="HttpRequestMessage.Options"/>.</summary>
/// <param name="address">Where it goes.</param>
/// <param name="state">What the handlers know.</param>
/// <param name="callerToken">The token of whoever waits, where the request brings it along; otherwise it comes with the call.</param>
internal sealed class ProductRequest(Uri address, RequestState state, CancellationToken callerToken = default)
    : HttpRequestMessage(HttpMethod.Get, address)
{
    public RequestState State { get; } = state;

    public CancellationToken CallerToken { get; } = callerToken;
}
