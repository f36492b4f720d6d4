namespace ProductApi.Client.Http;

/// <summary>The request of one id, which knows its state without a look into <see cref="HttpRequestMessage.Options"/>.</summary>
internal sealed class ProductRequest : HttpRequestMessage
{
    public ProductRequest(Uri address, RequestState state)
        : base(HttpMethod.Get, address)
    {
        State = state;
        state.AttachTo(this);
    }

    public RequestState State { get; }
}
