namespace ProductApi.Client.Pipeline;

/// <summary>A request of ours, which knows its state without a look into <see cref="HttpRequestMessage.Options"/>.</summary>
/// <param name="address">Where it goes.</param>
/// <param name="state">What the handlers know.</param>
internal sealed class ProductRequest(Uri address, RequestState state) : HttpRequestMessage(HttpMethod.Get, address)
{
    public RequestState State { get; } = state;
}
