using System.Net;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Http.Resilience;
using ProductApi.Client.Fetching;
using ProductApi.Client.Pipeline;

namespace ProductApi.Client.Registration;

/// <summary>Puts the key's handler around the primary one when all others are in place: where a request goes is certain only there, and nobody
/// but the primary handler gets to see the key.</summary>
internal sealed class ApiKeyHandlerFilter(string clientName, Func<ClientState> state) : IHttpMessageHandlerBuilderFilter
{
    private const string OwnHandler = "ProductApi.Client.OwnHandler";

    public static void MarkAsOwn(SocketsHttpHandler primary) => primary.Properties[OwnHandler] = true;

    public Action<HttpMessageHandlerBuilder> Configure(Action<HttpMessageHandlerBuilder> next) => builder =>
    {
        next(builder);
        if (builder.Name == clientName)
            Complete(builder, state());
    };

    private static void Complete(HttpMessageHandlerBuilder builder, ClientState client)
    {
        var isForeign = builder.AdditionalHandlers is not [ThrottleHandler, ResilienceHandler, AttemptHandler];
        client.Handlers.HasForeignHandlers = isForeign;

        // Callers' handlers expect to read an answer's text; a primary handler of theirs is theirs to set.
        if (isForeign && builder.PrimaryHandler is SocketsHttpHandler { AutomaticDecompression: DecompressionMethods.None } sockets
            && sockets.Properties.ContainsKey(OwnHandler))
            sockets.AutomaticDecompression = DecompressionMethods.All;

        builder.PrimaryHandler = new ApiKeyHandler(client.Options, client.Keys, client.Handlers) { InnerHandler = builder.PrimaryHandler };
    }
}
