using Microsoft.Extensions.Http;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using ProductApi.Client.Keys;
using ProductApi.Client.Pipeline;

namespace ProductApi.Client.Registration;

/// <summary>Gives the chain its primary handler before anybody configures it, and puts the key's handler around the primary one when all
/// others are in place: where a request goes is certain only there, and nobody but the primary handler gets to see the key.</summary>
internal sealed class ApiKeyHandlerFilter(string clientName, string name, IServiceProvider services) : IHttpMessageHandlerBuilderFilter
{
    private const string Unresolved =
        "nothing resolves it. Add service discovery to the client (AddServiceDiscovery on the IHttpClientBuilder that AddProductClient returns)";

    private static readonly string[] ServiceDiscovery =
        ["Microsoft.Extensions.ServiceDiscovery.", "Steeltoe.Discovery.", "Steeltoe.Common.Discovery."];

    public Action<HttpMessageHandlerBuilder> Configure(Action<HttpMessageHandlerBuilder> next) => builder =>
    {
        if (builder.Name != clientName)
        {
            next(builder);
            return;
        }

        // What the container's defaults or the caller put in its place is used as it is.
        var own = SocketsPrimary.Create(services.Part<ApiAccessSource>(name).Current.BaseAddress, ClientParts.Settings(services, name));
        builder.PrimaryHandler = own;
        next(builder);
        Complete(builder, own);
    };

    private void Complete(HttpMessageHandlerBuilder builder, SocketsHttpHandler own)
    {
        var access = services.Part<ApiAccessSource>(name);
        var isOwn = builder.PrimaryHandler == own;
        var areCallersPresent = builder.AdditionalHandlers is not [ThrottleHandler, ResilienceHandler, AttemptHandler];
        var callers = services.Part<CallersHandlers>(name);
        callers.OnChainBuilt(areCallersPresent);
        if (isOwn && !areCallersPresent)
            ThrowIfNothingResolves(access.Current);

        WatchServiceDiscovery(builder.AdditionalHandlers, access);
        if (isOwn)
            SocketsPrimary.Complete(own, areCallersPresent, ClientParts.Time(services));
        else
            own.Dispose();
        var followsRedirects = isOwn ? own.AllowAutoRedirect : !SocketsPrimary.TryTurnRedirectsOff(builder.PrimaryHandler);
        if (followsRedirects && access.Current is { IsKeyTakenAlong: true, KeyHeader: var header })
        {
            throw Invalid($"The primary handler follows redirects, which would take the header {header} with the key to another server"
                + (isOwn ? ". Leave AllowAutoRedirect off."
                    : ", and it is in use already. Set AllowAutoRedirect to false where it is made."));
        }

        LearnProxy(builder.PrimaryHandler);
        builder.PrimaryHandler = new ApiKeyHandler(access, services.Part<ApiKeySource>(name), callers, followsRedirects)
        {
            InnerHandler = builder.PrimaryHandler,
        };
    }

    private void ThrowIfNothingResolves(ApiAccess access)
    {
        var address = access.BaseAddress;
        if (address.Scheme.Contains('+', StringComparison.Ordinal))
            throw Invalid($"BaseAddress is '{address.OriginalString}', and {Unresolved}, or set an https address.");
        if (address.Scheme == Uri.UriSchemeHttp && !address.IsLoopback && !access.AllowsInsecureHttp)
        {
            throw Invalid($"BaseAddress is '{address.OriginalString}', and {Unresolved}. As it is, plain http would show the key to "
                + "everybody on the way: use https, or set AllowInsecureHttp to true.");
        }
    }

    private OptionsValidationException Invalid(string failure) => new(name, typeof(ProductClientOptions), [failure]);

    private void LearnProxy(HttpMessageHandler primary)
    {
        var proxy = primary switch
        {
            SocketsHttpHandler sockets => sockets.Proxy,
            HttpClientHandler { SupportsProxy: true } handler => handler.Proxy,
            _ => null,
        };
        foreach (var userInformation in ProxyCredentials.Of(proxy))
            services.Part<Secrets>(name).AddUserInformation(userInformation);
    }

    private static void WatchServiceDiscovery(IList<DelegatingHandler> handlers, ApiAccessSource access)
    {
        for (var i = handlers.Count - 1; i >= 0; i--)
        {
            var type = handlers[i].GetType().FullName ?? string.Empty;
            if (!ServiceDiscovery.Any(prefix => type.StartsWith(prefix, StringComparison.Ordinal)))
                continue;

            handlers.Insert(i + 1, new ResolverWatch(access, isBehind: true));
            handlers.Insert(i, new ResolverWatch(access, isBehind: false));
        }
    }
}
