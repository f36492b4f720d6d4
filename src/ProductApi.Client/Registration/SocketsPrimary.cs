using System.Net;
using ProductApi.Client.Pipeline;

namespace ProductApi.Client.Registration;

/// <summary>The primary handler of a client whose caller brings none.</summary>
internal static class SocketsPrimary
{
    // A change in DNS is seen within this time, also by a run of hours that keeps its handlers.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);

    // A connection over which a firewall lets nothing through any more looks open: HTTP/2 would keep to it.
    private static readonly TimeSpan SilenceBeforePing = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(5);

    public static SocketsHttpHandler Create(Uri baseAddress, ProductClientOptions options) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,

        // Plain http is allowed to loopback because it stays on the machine; through the machine's proxy it would not.
        Proxy = baseAddress.IsLoopback || ResolvedAddress.IsServiceName(baseAddress) ? new DirectToLoopback(HttpClient.DefaultProxy) : null,
        EnableMultipleHttp2Connections = true,
        ConnectTimeout = ConnectTimeout(options),
        PooledConnectionLifetime = ConnectionLifetime,
    };

    // A connect timeout tells that the host is unreachable; an attempt timeout would charge the item.
    public static TimeSpan ConnectTimeout(ProductClientOptions options) =>
        options.ConnectTimeout < options.AttemptTimeout ? options.ConnectTimeout : 0.8 * options.AttemptTimeout;

    /// <summary>Called when all others have configured it.</summary>
    public static void Complete(SocketsHttpHandler handler, bool areCallersPresent, TimeProvider time)
    {
        handler.ConnectCallback ??= (context, cancellationToken) => StaggeredConnect.ConnectAsync(context, time, cancellationToken);

        // Callers' handlers expect to read an answer's text.
        if (areCallersPresent && handler.AutomaticDecompression == DecompressionMethods.None)
            handler.AutomaticDecompression = DecompressionMethods.All;

        if (handler.KeepAlivePingDelay == Timeout.InfiniteTimeSpan)
        {
            handler.KeepAlivePingDelay = SilenceBeforePing;
            handler.KeepAlivePingTimeout = PingTimeout;
            handler.KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests;
        }
    }

    /// <summary>Keeps redirects off in a primary handler of the caller's.</summary>
    /// <returns>Whether it follows none.</returns>
    public static bool TryTurnRedirectsOff(HttpMessageHandler primary)
    {
        while (primary is DelegatingHandler { InnerHandler: { } inner })
            primary = inner;
        try
        {
            if (primary is SocketsHttpHandler { AllowAutoRedirect: true } sockets)
                sockets.AllowAutoRedirect = false;
            else if (primary is HttpClientHandler { AllowAutoRedirect: true } handler)
                handler.AllowAutoRedirect = false;
            return true;
        }
        catch (InvalidOperationException)
        {
            // It is shared and at work: its settings are fixed.
            return false;
        }
    }

    private sealed class DirectToLoopback(IWebProxy proxy) : IWebProxy
    {
        public ICredentials? Credentials { get => proxy.Credentials; set => proxy.Credentials = value; }

        public Uri? GetProxy(Uri destination) => proxy.GetProxy(destination);

        public bool IsBypassed(Uri host) => host.IsLoopback || proxy.IsBypassed(host);
    }
}
