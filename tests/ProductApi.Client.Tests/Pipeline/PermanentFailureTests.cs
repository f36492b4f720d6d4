using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Pipeline;

public sealed class PermanentFailureTests
{
    [Fact]
    [Trait("Contract", "7")]
    public async Task A_proxy_that_asks_for_its_password_is_named()
    {
        await using var server = RawServer.Start(exchange => exchange.AnswerAsync(407, "", "Proxy-Authenticate: Basic realm=x"));
        await using var client = new TestClient(server.BaseAddress);

        var error = (await client.Products.FetchAsync(7)).Error!;

        Assert.Equal((FetchErrorKind.Network, false), (error.Kind, error.IsTransient));
        Assert.Contains("Check the proxy and its credentials", error.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(400, FetchErrorKind.Rejected)]
    [InlineData(402, FetchErrorKind.Rejected)]
    [InlineData(403, FetchErrorKind.Rejected)]
    [InlineData(404, FetchErrorKind.NotFound)]
    [InlineData(405, FetchErrorKind.Rejected)]
    [InlineData(406, FetchErrorKind.Rejected)]
    [InlineData(409, FetchErrorKind.Rejected)]
    [InlineData(410, FetchErrorKind.NotFound)]
    [InlineData(418, FetchErrorKind.Rejected)]
    [InlineData(422, FetchErrorKind.Rejected)]
    [InlineData(451, FetchErrorKind.Rejected)]
    [InlineData(501, FetchErrorKind.Unavailable)]
    [InlineData(505, FetchErrorKind.Unavailable)]
    [Trait("Contract", "7")]
    public async Task A_permanent_answer_fails_at_once(int status, FetchErrorKind kind)
    {
        await using var server = RawServer.Start(exchange => exchange.AnswerAsync(status, "the reason why"));
        await using var client = new TestClient(server.BaseAddress, Quick.Retries);

        var result = await client.Products.FetchAsync(7);

        Assert.Equal((kind, (HttpStatusCode)status), (result.Error?.Kind, result.Error?.StatusCode));
        Assert.False(result.Error!.IsTransient);
        Assert.Contains("the reason why", result.Error.Message, StringComparison.Ordinal);
        Assert.Equal((1, 1), (result.Attempts, server.Requests.Count));
    }

    [Fact]
    [Trait("Contract", "7")]
    public async Task A_name_that_does_not_exist_fails_at_once()
    {
        var server = new ScriptedServer(_ => throw NameResolution(SocketError.HostNotFound));
        await using var client = TestClient.Scripted(server, Quick.Retries);

        var result = await client.Products.FetchAsync(7);

        Assert.Equal(FetchErrorKind.Network, result.Error?.Kind);
        Assert.False(result.Error!.IsTransient);
        Assert.Contains("BaseAddress", result.Error.Message, StringComparison.Ordinal);
        Assert.IsType<HttpRequestException>(result.Error.Exception);
        Assert.Equal((1, 1), (result.Attempts, server.Requests.Count));
    }

    [Fact]
    [Trait("Contract", "7")]
    public async Task A_hiccup_of_the_name_server_is_retried()
    {
        var server = new ScriptedServer(request =>
            request.Attempt <= 2 ? throw NameResolution(SocketError.TryAgain) : ScriptedServer.Product(request.Id));
        await using var client = TestClient.Scripted(server, Quick.Retries);

        var result = await client.Products.FetchAsync(7);

        Assert.True(result.Succeeded, result.Error?.ToString());
        Assert.Equal((3, 3), (result.Attempts, server.Requests.Count));
    }

    [Fact]
    [Trait("Contract", "7")]
    public async Task A_certificate_nobody_trusts_fails_at_once_and_the_key_is_not_sent()
    {
        using var certificate = new TlsCertificate();
        var connections = 0;
        await using var server = RawServer.Start(exchange => exchange.ProductAsync(), stream =>
        {
            Interlocked.Increment(ref connections);
            return certificate.SecureAsync(stream);
        });
        await using var client = new TestClient(server.BaseAddress, Quick.Retries);

        var result = await client.Products.FetchAsync(7);

        Assert.Equal(FetchErrorKind.Network, result.Error?.Kind);
        Assert.False(result.Error!.IsTransient);
        Assert.Contains("certificate", result.Error.Message, StringComparison.Ordinal);
        Assert.Equal((1, 1), (result.Attempts, connections));
        Assert.Empty(server.Requests);
    }

    [Fact]
    [Trait("Contract", "7")]
    public async Task A_certificate_the_caller_trusts_works()
    {
        using var certificate = new TlsCertificate();
        await using var server = RawServer.Start(exchange => exchange.ProductAsync(), certificate.SecureAsync);
        await using var client = new TestClient(server.BaseAddress, Quick.Retries, certificate.TrustedBy);

        var result = await client.Products.FetchAsync(7);

        Assert.True(result.Succeeded, result.Error?.ToString());
        Assert.Equal([$"Bearer {TestClient.Key}"], server.Requests[0].Header("Authorization"));
    }

    [Fact]
    [Trait("Contract", "8")]
    public async Task A_host_that_refuses_connections_is_Unavailable_when_the_patience_is_over()
    {
        Uri address;
        await using (var gone = RawServer.WithProducts())
            address = gone.BaseAddress;
        await using var client = new TestClient(address, options =>
        {
            Quick.Retries(options);
            options.OutagePatience = TimeSpan.FromSeconds(0.1);
        });

        var results = await client.Products.FetchManyAsync(Enumerable.Range(1, 20)).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.All(results, result =>
        {
            Assert.Equal(FetchErrorKind.Unavailable, result.Error?.Kind);
            Assert.True(result.Error!.IsTransient);
            Assert.Contains("OutagePatience", result.Error.Message, StringComparison.Ordinal);
        });
    }

    private static HttpRequestException NameResolution(SocketError error) =>
        new(HttpRequestError.NameResolutionError, "The name could not be resolved.", new SocketException((int)error));
}
