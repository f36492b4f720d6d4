namespace ProductApi.Client.Pipeline;

/// <summary>The request of one id, which knows its state without a look into <see cref="HttpRequestMessage.Options"/>.</summary>
internal sealed class ProductRequest(Uri address, RequestState state) : HttpRequestMessage(HttpMethod.Get, address)
{
    public RequestState State { get; } = state;
}
