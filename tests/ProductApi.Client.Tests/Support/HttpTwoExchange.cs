using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ProductApi.Client.Tests.Support;

/// <summary>One request and the ways a test may answer it.</summary>
internal sealed class HttpTwoExchange(HttpContext context, HttpTwoRequest request)
{
    // INTERNAL_ERROR of RFC 9113: unlike REFUSED_STREAM it does not say that the request may be sent again.
    private const int InternalError = 2;

    public HttpTwoRequest Request => request;

    public Task ProductAsync()
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync($$"""{"id":"{{request.Id}}","name":"Product {{request.Id}}"}""");
    }

    public Task StatusAsync(int status, string? retryAfter = null)
    {
        context.Response.StatusCode = status;
        if (retryAfter is not null)
            context.Response.Headers.RetryAfter = retryAfter;
        return Task.CompletedTask;
    }

    /// <summary>RST_STREAM: this request ends, the connection and all others on it go on.</summary>
    public Task ResetAsync()
    {
        context.Features.GetRequiredFeature<IHttpResetFeature>().Reset(InternalError);
        return Task.CompletedTask;
    }

    /// <summary>GOAWAY: what is on the connection is still answered, new requests need another one.</summary>
    public void GoAway() => context.Features.GetRequiredFeature<IConnectionLifetimeNotificationFeature>().RequestClose();
}
