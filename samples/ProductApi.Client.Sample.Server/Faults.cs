using Microsoft.AspNetCore.Http;

namespace ProductApi.Client.Sample.Server;

/// <summary>Fails requests on purpose.</summary>
internal static class Faults
{
    private static readonly object Cut = new();

    private static readonly Answer InvalidJson = new(StatusCodes.Status200OK, "application/json", [.. "{\"id\": \"7\", \"name\": "u8]);

    /// <summary>
    /// The outermost step. It cuts the connection only when the request has left the limiter and the counters: a client
    /// that sees the cut and sends the next request at once must not be counted as if it had two in flight.
    /// </summary>
    public static async Task CutConnectionsAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        if (context.Items.ContainsKey(Cut))
            context.Abort();
    }

    /// <summary>Fails a request that would have got <paramref name="answer"/>.</summary>
    public static async Task InflictAsync(FaultKind kind, HttpContext context, Answer answer)
    {
        switch (kind)
        {
            case FaultKind.Status500:
                Status(StatusCodes.Status500InternalServerError).WriteTo(context.Response);
                break;
            case FaultKind.Status502:
                Status(StatusCodes.Status502BadGateway).WriteTo(context.Response);
                break;
            case FaultKind.Status503:
                Status(StatusCodes.Status503ServiceUnavailable).WriteTo(context.Response);
                break;
            case FaultKind.Abort:
                context.Items[Cut] = true;
                break;
            case FaultKind.Truncate:
                // The server closes a connection whose answer falls short of its Content-Length, once what was written is out.
                // Cutting it here would race the sending, and mostly leave the client without a single byte.
                await answer.WriteHalfAsync(context.Response);
                break;
            case FaultKind.Stall:
                await answer.WriteHalfAsync(context.Response);
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                break;
            case FaultKind.InvalidJson:
                InvalidJson.WriteTo(context.Response);
                break;
            case FaultKind.HalfSurrogate:
                (answer with { Body = [.. answer.Body.AsSpan(..^1), .. ",\"note\":\"\\ud800\"}"u8] }).WriteTo(context.Response);
                break;
        }
    }

    private static Answer Status(int status) => Answer.Problem(status, "This request was failed on purpose.");
}
