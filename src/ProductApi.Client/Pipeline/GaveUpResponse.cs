using System.Net;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Pipeline;

/// <summary>In place of an answer: the gate gave the request up. To a handler of the caller's it looks like a 503.</summary>
internal sealed class GaveUpResponse : HttpResponseMessage
{
    public GaveUpResponse(GiveUp reason, HttpRequestMessage request)
        : base(HttpStatusCode.ServiceUnavailable)
    {
        Reason = reason;
        RequestMessage = request;
    }

    public GiveUp Reason { get; }
}
