using System.Net;
using System.Net.Security;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ProductApi.Client.Registration;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Registration;

/// <summary>Primary handlers that the container's defaults or the caller bring along.</summary>
public sealed class InheritedPrimaryTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Contract", "31")]
    public async Task An_inherited_primary_handler_is_used(bool before)
    {
        var stub = new ScriptedServer(request => ScriptedServer.Product(request.Id));
        await using var services = Provider(
            new("https://api.example.com"), before, defaults => defaults.ConfigurePrimaryHttpMessageHandler(() => stub));

        var result = await services.GetRequiredService<IProductClient>().FetchAsync(7);

        Assert.True(result.Succeeded, result.Error?.ToString());
        Assert.Equal($"Bearer {TestClient.Key}", Assert.Single(stub.Requests).Authorization);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Contract", "31")]
    public async Task An_inherited_proxy_is_used(bool before)
    {
        await using var proxy = RawServer.WithProducts();
        await using var services = Provider(new("http://127.0.0.1:9/"), before, defaults =>
            defaults.UseSocketsHttpHandler((handler, _) => handler.Proxy = new WebProxy(proxy.BaseAddress)));

        var result = await services.GetRequiredService<IProductClient>().FetchAsync(7);

        Assert.True(result.Succeeded, result.Error?.ToString());
        Assert.Equal("http://127.0.0.1:9/products/7", Assert.Single(proxy.Requests).Target);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Contract", "31")]
    public async Task An_inherited_client_certificate_is_shown_to_the_server(bool isWholeHandlerInherited)
    {
        using var certificate = new TlsCertificate();
        var own = certificate.Certificate.GetCertHashString();
        string? shown = null;
        await using var server = RawServer.Start(exchange => exchange.ProductAsync(), AskForCertificateAsync);
        await using var services = Provider(server.BaseAddress, before: true, defaults =>
        {
            if (isWholeHandlerInherited)
                defaults.ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { SslOptions = Shown() });
            else
                defaults.UseSocketsHttpHandler((handler, _) => handler.SslOptions = Shown());
        });

        var result = await services.GetRequiredService<IProductClient>().FetchAsync(7);

        Assert.True(result.Succeeded, result.Error?.ToString());
        Assert.Equal(own, shown);

        SslClientAuthenticationOptions Shown() => new()
        {
            ClientCertificates = [certificate.Certificate],
            RemoteCertificateValidationCallback = (_, offered, _, _) => offered?.GetCertHashString() == own,
        };

        async Task<Stream> AskForCertificateAsync(Stream stream)
        {
            var secure = new SslStream(stream);
            await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
            {
                ServerCertificate = certificate.Certificate,
                ClientCertificateRequired = true,
                RemoteCertificateValidationCallback = (_, offered, _, _) =>
                {
                    shown = offered?.GetCertHashString();
                    return shown == own;
                },
            });
            return secure;
        }
    }

    [Fact]
    [Trait("Contract", "31")]
    public async Task What_the_defaults_set_on_a_sockets_handler_is_set_on_ours_and_the_rest_stays()
    {
        SocketsHttpHandler? ours = null;
        await using var services = Provider(new("https://api.example.com"), before: true, defaults => defaults.UseSocketsHttpHandler((
            handler, _) =>
        {
            handler.MaxConnectionsPerServer = 7;
            ours = handler;
        }));

        services.GetRequiredService<IProductClient>();

        Assert.Equal((7, false, false), (ours!.MaxConnectionsPerServer, ours.AllowAutoRedirect, ours.UseCookies));
    }

    [Fact]
    [Trait("Contract", "31")]
    public async Task A_primary_handler_on_our_builder_wins_over_an_inherited_one()
    {
        var inherited = new ScriptedServer(request => ScriptedServer.Product(request.Id));
        var own = new ScriptedServer(request => ScriptedServer.Product(request.Id));
        await using var services = Provider(
            new("https://api.example.com"), before: true, defaults => defaults.ConfigurePrimaryHttpMessageHandler(() => inherited),
            builder => builder.ConfigurePrimaryHttpMessageHandler(() => own));

        await services.GetRequiredService<IProductClient>().FetchAsync(7);

        Assert.Empty(inherited.Requests);
        Assert.Single(own.Requests);
    }

    [Fact]
    [Trait("Contract", "31")]
    public async Task An_inherited_handler_that_is_shared_and_at_work_stays_as_it_is()
    {
        await using var server = RawServer.WithProducts();
        using var shared = new SocketsHttpHandler { MaxConnectionsPerServer = 3 };
        await using var services = Provider(
            server.BaseAddress, before: true, defaults => defaults.ConfigurePrimaryHttpMessageHandler(() => shared));
        using var other = services.GetRequiredService<IHttpClientFactory>().CreateClient("other");
        using var answer = await other.GetAsync(server.BaseAddress);

        var result = await services.GetRequiredService<IProductClient>().FetchAsync(7);

        Assert.True(result.Succeeded, result.Error?.ToString());
        Assert.Equal((true, true, DecompressionMethods.None), (shared.AllowAutoRedirect, shared.UseCookies, shared.AutomaticDecompression));
    }

    [Theory]
    [InlineData("sockets")]
    [InlineData("client handler")]
    [InlineData("wrapped")]
    [Trait("Contract", "14")]
    public async Task An_inherited_handler_does_not_take_the_key_along_a_redirect(string kind)
    {
        await using var elsewhere = RawServer.WithProducts();
        await using var server = RawServer.Start(exchange => exchange.AnswerAsync(302, "", $"Location: {elsewhere.BaseAddress}products/7"));
        await using var services = Provider(server.BaseAddress, before: true, defaults =>
            defaults.ConfigurePrimaryHttpMessageHandler(() => kind switch
        {
            "sockets" => new SocketsHttpHandler(),
            "client handler" => new HttpClientHandler(),
            _ => new Wrapper { InnerHandler = new HttpClientHandler() },
        }), header: "X-Api-Key");

        var result = await services.GetRequiredService<IProductClient>().FetchAsync(7);

        Assert.Equal(FetchErrorKind.Rejected, result.Error?.Kind);
        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    [Trait("Contract", "14")]
    public async Task A_handler_at_work_that_would_take_the_key_along_a_redirect_is_refused_at_the_first_resolve()
    {
        await using var server = RawServer.WithProducts();
        using var shared = new SocketsHttpHandler();
        await using var services = Provider(
            server.BaseAddress, before: true, defaults => defaults.ConfigurePrimaryHttpMessageHandler(() => shared), header: "X-Api-Key");
        using var other = services.GetRequiredService<IHttpClientFactory>().CreateClient("other");
        using var answer = await other.GetAsync(server.BaseAddress);

        var exception = Assert.Throws<OptionsValidationException>(services.GetRequiredService<IProductClient>);

        Assert.Contains("AllowAutoRedirect", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:5000")]
    [InlineData("http://catalog")]
    [InlineData("https+http://catalog")]
    [Trait("Contract", "14")]
    public void Plain_http_to_loopback_does_not_go_through_the_machines_proxy(string address)
    {
        using var handler = SocketsPrimary.Create(new Uri(address), new ProductClientOptions());

        Assert.True(handler.UseProxy);
        Assert.True(handler.Proxy!.IsBypassed(new Uri("http://127.0.0.1:5000/products/7")));
    }

    [Fact]
    [Trait("Contract", "31")]
    public async Task Redirects_are_followed_where_the_caller_sets_so_on_our_handler()
    {
        await using var server = RawServer.Start(exchange => exchange.Request.Target.StartsWith("/new", StringComparison.Ordinal)
            ? exchange.AnswerAsync(200, """{"id":"7"}""")
            : exchange.AnswerAsync(302, "", "Location: /new/7"));
        await using var client = new TestClient(
            server.BaseAddress, build: builder => builder.UseSocketsHttpHandler((handler, _) => handler.AllowAutoRedirect = true));

        var result = await client.Products.FetchAsync(7);

        Assert.True(result.Succeeded, result.Error?.ToString());
    }

    [Fact]
    [Trait("Contract", "14")]
    public async Task Redirects_on_our_handler_that_would_take_the_key_along_are_refused_at_the_first_resolve()
    {
        await using var client = new TestClient(
            new Uri("https://products.test/"), options => options.ApiKeyHeader = "X-Api-Key",
            builder => builder.UseSocketsHttpHandler((handler, _) => handler.AllowAutoRedirect = true));

        var exception = Assert.Throws<OptionsValidationException>(() => client.Products);

        Assert.Contains("X-Api-Key", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Leave AllowAutoRedirect off.", exception.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Provider(
        Uri baseAddress, bool before, Action<IHttpClientBuilder> defaults, Action<IHttpClientBuilder>? build =
            null, string header = "Authorization")
    {
        var services = new ServiceCollection();
        if (before)
            services.ConfigureHttpClientDefaults(defaults);
        var builder = services.AddProductClient(options =>
        {
            options.BaseAddress = baseAddress;
            options.ApiKey = TestClient.Key;
            options.ApiKeyHeader = header;
            options.MaxRetryAttempts = 0;
        });
        build?.Invoke(builder);
        if (!before)
            services.ConfigureHttpClientDefaults(defaults);
        return services.BuildServiceProvider();
    }

    private sealed class Wrapper : DelegatingHandler;
}
