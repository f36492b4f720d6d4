using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Pipeline;

/// <summary>What was served once is not permanent; what was never served and names its cause is.</summary>
[Trait("Speed", "Slow")]
public sealed class EverServedTests
{
    public static TheoryData<string> Causes => [.. Failures.Keys];

    private static Dictionary<string, Func<Exception>> Failures => new()
    {
        ["no such name"] = () => new HttpRequestException(
            HttpRequestError.NameResolutionError, "Name or service not known (api.example.test:443)", new SocketException(
                (int)SocketError.HostNotFound)),
        ["a certificate nobody trusts"] = () => new HttpRequestException(
            HttpRequestError.SecureConnectionError, "The SSL connection could not be established.", new AuthenticationException(
                "Not trusted.")),
        ["a client certificate is missing under TLS 1.3"] = () => new HttpRequestException(
            HttpRequestError.Unknown,
            "An error occurred while sending the request.",
            new IOException("The decryption operation failed.", new CryptographicException("alert certificate required"))),
        ["the same, told as it is thrown"] = () => new IOException(
            "The decryption operation failed.", new CryptographicException("alert certificate required")),
        ["a proxy that wants credentials"] = () => new HttpRequestException(
            HttpRequestError.ProxyTunnelError, "The proxy tunnel request failed with status code '407'.", null, HttpStatusCode.ProxyAuthenticationRequired),
        ["another version of HTTP"] = () => new HttpRequestException(
            HttpRequestError.VersionNegotiationError, "Requesting HTTP version 2.0"),
        ["HTTP_1_1_REQUIRED"] = () => new HttpRequestException(
            HttpRequestError.HttpProtocolError, "Reset.", new HttpProtocolException(
                13, "HTTP/2 error code 'HTTP_1_1_REQUIRED' (0xd).", null)),
    };

    [Theory]
    [MemberData(nameof(Causes))]
    [Trait("Contract", "8")]
    public async Task What_was_never_served_and_names_its_cause_is_final_at_once(string cause)
    {
        var server = new ScriptedServer(_ => throw Failures[cause]());
        await using var client = TestClient.Scripted(server, Quick.Retries);

        var result = await client.Products.FetchAsync(7).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal((FetchErrorKind.Network, false), (result.Error?.Kind, result.Error?.IsTransient));
        Assert.Contains("Check BaseAddress|Check the proxy|DefaultRequestVersion".Split('|'), advice =>
            result.Error!.Message.Contains(advice, StringComparison.Ordinal));
        Assert.Equal((1, 1), (result.Attempts, server.Requests.Count));
    }

    [Theory]
    [MemberData(nameof(Causes))]
    [Trait("Contract", "8")]
    public async Task When_all_of_many_meet_it_all_are_final_after_few_requests(string cause)
    {
        var server = new ScriptedServer(_ => throw Failures[cause]());
        await using var client = TestClient.Scripted(server, Quick.Retries);

        var results = await client.Products.FetchManyAsync(Enumerable.Range(1, 100)).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.All(results, result => Assert.Equal((FetchErrorKind.Network, false), (result.Error?.Kind, result.Error?.IsTransient)));
        Assert.InRange(server.Requests.Count, 100, 110);
    }

    [Theory]
    [MemberData(nameof(Causes))]
    [Trait("Contract", "7")]
    public async Task What_was_served_once_fails_like_a_reset_connection_and_is_retried(string cause)
    {
        var server = new ScriptedServer(request =>
            request is { Id: not "1", Attempt: <= 2 } ? throw Failures[cause]() : ScriptedServer.Product(request.Id));
        await using var client = TestClient.Scripted(server, Quick.Concurrency(2));
        Assert.True((await client.Products.FetchAsync(1)).Succeeded);

        var results = await client.Products.FetchManyAsync(Enumerable.Range(1, 30)).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.All(results, result => Assert.True(result.Succeeded, result.Error?.ToString()));
    }

    [Theory]
    [MemberData(nameof(Causes))]
    [Trait("Contract", "8")]
    public async Task What_was_served_once_and_meets_everybody_is_an_outage(string cause)
    {
        var isGone = false;
        var server = new ScriptedServer(request => isGone ? throw Failures[cause]() : ScriptedServer.Product(request.Id));
        await using var client = TestClient.Scripted(server, options =>
        {
            Quick.Retries(options);
            options.OutagePatience = TimeSpan.FromSeconds(0.1);
        });
        Assert.True((await client.Products.FetchAsync(1)).Succeeded);
        isGone = true;

        var results = await client.Products.FetchManyAsync(Enumerable.Range(1, 20)).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.All(results, result => Assert.True(result.Error?.IsTransient, result.ToString()));
        Assert.Contains(results, result => result.Error?.Kind == FetchErrorKind.Unavailable);
    }

    [Fact]
    [Trait("Contract", "7")]
    public async Task One_node_of_four_with_a_certificate_nobody_trusts_costs_no_id()
    {
        using var good = new TlsCertificate();
        using var bad = new TlsCertificate();
        var connections = 0;
        await using var server = RawServer.Start(
            exchange => exchange.ProductAsync(),
            stream => (Interlocked.Increment(ref connections) % 4 == 0 ? bad : good).SecureAsync(stream));
        await using var client = new TestClient(server.BaseAddress, Quick.Concurrency(4), good.TrustedBy);

        var results = await client.Products.FetchManyAsync(Enumerable.Range(1, 200)).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.All(results, result => Assert.True(result.Succeeded, result.Error?.ToString()));
    }

    [Fact]
    [Trait("Contract", "8")]
    public async Task A_server_that_is_spoken_to_in_HTTP_1_says_so_at_once()
    {
        await using var server = new BareHttpTwoServer(stream => stream.ResetAsync(BareHttpTwoServer.BareStream.HttpOneRequired));
        await using var client = new TestClient(server.BaseAddress, Quick.Retries, BareHttpTwoServer.SpokenBy);

        var result = await client.Products.FetchAsync(7).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal((FetchErrorKind.Network, false, 1), (result.Error?.Kind, result.Error?.IsTransient, server.Requests));
        Assert.Contains("HTTP_1_1_REQUIRED", result.Error!.Message, StringComparison.Ordinal);
        Assert.Contains("DefaultRequestVersion", result.Error.Message, StringComparison.Ordinal);
    }
}
