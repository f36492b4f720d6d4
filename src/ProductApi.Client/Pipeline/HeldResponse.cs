using System.Net;

namespace ProductApi.Client.Pipeline;

/// <summary>In place of an answer: a retry that may not leave now, so that the item goes back to the gate. Nothing was sent.</summary>
internal sealed class HeldResponse : HttpResponseMessage
{
    public HeldResponse(HttpRequestMessage request)
        : base(HttpStatusCode.ServiceUnavailable)
    {
        RequestMessage = request;
    }
}
