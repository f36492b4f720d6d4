using System.Runtime.ExceptionServices;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Pipeline;

/// <summary>How a send ended: what its item does next, and what whoever waits for the answer gets.</summary>
internal readonly record struct SendEnd(NextStep Step, HttpResponseMessage? Response, Exception? Exception)
{
    public HttpResponseMessage Unwrap()
    {
        if (Exception is not null)
            ExceptionDispatchInfo.Throw(Exception);
        return Response!;
    }
}
