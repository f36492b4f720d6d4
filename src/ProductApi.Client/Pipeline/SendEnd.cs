using System.Runtime.ExceptionServices;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Pipeline;

/// <summary>How a send ended: for the gate, and for whoever waits for the answer.</summary>
internal readonly record struct SendEnd(SendResult Result, HttpResponseMessage? Response, Exception? Exception)
{
    public HttpResponseMessage Unwrap()
    {
        if (Exception is not null)
            ExceptionDispatchInfo.Throw(Exception);
        return Response!;
    }
}
