using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace ProductApi.Client.Tests.Support;

/// <summary>Kestrel over TLS with a certificate made for the test, speaking HTTP/2 with those who ask for it, else HTTP/1.1.</summary>
internal sealed class HttpTwoServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TlsCertificate _certificate = new();
    private readonly ConcurrentQueue<HttpTwoRequest> _requests = new();

    private HttpTwoServer(Func<HttpTwoExchange, Task> answer, int streamsPerConnection)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.Http2.MaxStreamsPerConnection = streamsPerConnection;
            kestrel.Listen(IPAddress.Loopback, 0, listener =>
            {
                listener.Protocols = HttpProtocols.Http1AndHttp2;
                listener.UseHttps(_certificate.Certificate);
            });
        });
        _app = builder.Build();
        _app.Run(context => answer(new HttpTwoExchange(context, Receive(context))));
    }

    public Uri BaseAddress => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public IReadOnlyList<HttpTwoRequest> Requests => [.. _requests];

    public static async Task<HttpTwoServer> StartAsync(Func<HttpTwoExchange, Task>? answer = null, int streamsPerConnection = 100)
    {
        var server = new HttpTwoServer(answer ?? (exchange => exchange.ProductAsync()), streamsPerConnection);
        await server._app.StartAsync();
        return server;
    }

    public IReadOnlyList<HttpTwoRequest> RequestsFor(string id) => [.. _requests.Where(request => request.Id == id)];

    /// <summary>Makes a client accept the certificate, without switching its checks off.</summary>
    public void TrustedBy(IHttpClientBuilder builder) => builder.UseSocketsHttpHandler((handler, _) =>
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { _certificate.Certificate },
            RevocationMode = X509RevocationMode.NoCheck,
        });

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
        _certificate.Dispose();
    }

    private HttpTwoRequest Receive(HttpContext context)
    {
        lock (_requests)
        {
            var id = context.Request.Path.Value!.Split('/')[^1];
            var attempt = _requests.Count(earlier => earlier.Id == id) + 1;
            var request = new HttpTwoRequest(id, attempt, _requests.Count + 1, context.Request.Protocol, context.Connection.Id);
            _requests.Enqueue(request);
            return request;
        }
    }
}

/// <summary>One request as it arrived: the how-manieth for its id, and over all.</summary>
internal sealed record HttpTwoRequest(string Id, int Attempt, int Number, string Protocol, string Connection);
