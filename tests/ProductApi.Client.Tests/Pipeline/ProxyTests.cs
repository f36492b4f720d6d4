using System.Net;
using Microsoft.Extensions.DependencyInjection;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Pipeline;

/// <summary>A proxy between us and the server, which answers CONNECT in its own name. Its address holds a password.</summary>
public sealed class ProxyTests
{
    private const string User = "alice";
    private const string Password = "s3cr3tpw";

    [Theory]
    [InlineData(407)]
    [InlineData(403)]
    [InlineData(401)]
    [InlineData(405)]
    [Trait("Contract", "8")]
    public async Task A_proxy_that_refuses_fails_at_once_is_named_as_the_proxy_and_is_not_asked_again(int status)
    {
        await using var proxy = RawServer.Start(exchange => exchange.AnswerAsync(status));
        await using var client = Behind(proxy);

        var result = await client.Products.FetchAsync(7).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal((FetchErrorKind.Network, false), (result.Error?.Kind, result.Error?.IsTransient));
        Assert.Contains("proxy", result.Error!.Message, StringComparison.Ordinal);
        Assert.Contains($"'{status}'", result.Error.Message, StringComparison.Ordinal);
        Assert.Contains("HTTPS_PROXY", result.Error.Message, StringComparison.Ordinal);
        Assert.Equal((1, 1), (result.Attempts, proxy.Requests.Count));
        AssertHidden(client, [result]);
    }

    [Theory]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(429)]
    [Trait("Contract", "8")]
    public async Task A_proxy_that_cannot_reach_the_server_is_waited_for_and_its_password_is_nowhere(int status)
    {
        await using var proxy = RawServer.Start(exchange => exchange.AnswerAsync(status));
        await using var client = Behind(proxy);

        var results = await client.Products.FetchManyAsync(Enumerable.Range(1, 20)).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.All(results, result => Assert.Equal((FetchErrorKind.Unavailable, true), (result.Error?.Kind, result.Error?.IsTransient)));
        Assert.Contains(results, result => result.Error!.Message.Contains($"'{status}'", StringComparison.Ordinal));
        Assert.Contains(client.Logs.GetSnapshot(), line => line.Id.Name == "OutageStarted");
        AssertHidden(client, results);
    }

    [Fact]
    [Trait("Contract", "8")]
    public async Task A_proxy_that_refuses_one_of_many_connections_costs_no_id()
    {
        using var certificate = new TlsCertificate();
        await using var server = RawServer.Start(exchange => exchange.ProductAsync(), certificate.SecureAsync);
        await using var proxy = RawServer.Start(exchange => exchange.Request.Number is > 5 and <= 10
            ? exchange.AnswerAsync(403)
            : exchange.TunnelAsync(server.BaseAddress.Port));
        await using var client = new TestClient(server.BaseAddress, Quick.Concurrency(2), builder =>
        {
            certificate.TrustedBy(builder);
            Use(builder, proxy);
        });

        var results = await client.Products.FetchManyAsync(Enumerable.Range(1, 30)).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.All(results, result => Assert.True(result.Succeeded, result.Error?.ToString()));
    }

    private static TestClient Behind(RawServer proxy) => new(
        new Uri("https://api.example.test/"),
        options =>
        {
            Quick.Retries(options);
            options.OutagePatience = TimeSpan.FromSeconds(0.1);
        },
        builder => Use(builder, proxy));

    private static void Use(IHttpClientBuilder builder, RawServer proxy) => builder.UseSocketsHttpHandler((handler, _) =>
    {
        handler.UseProxy = true;
        handler.Proxy = new WebProxy(new Uri($"http://{User}:{Password}@127.0.0.1:{proxy.BaseAddress.Port}/"));
    });

    private static void AssertHidden(TestClient client, IReadOnlyList<FetchResult<Product>> results)
    {
        var told = string.Join('\n', [
            .. results.Select(result => $"{result} {result.Error!.Message} {result.Error.Exception}"),
            .. client.Logs.GetSnapshot().Select(line => $"{line.Message} {line.Exception}"),
        ]);
        Assert.DoesNotContain(Password, told, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(User, told, StringComparison.OrdinalIgnoreCase);
    }
}
