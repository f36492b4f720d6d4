using System.Net.Security;
using System.Net.Sockets;
using ProductApi.Client.Bodies;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Pipeline;

/// <summary>Bodies that end before their end, where nothing says how long they are.</summary>
public sealed class CutAnswerTests
{
    private const string Half = """{"id":"7","name":"Lam""";

    [Theory]
    [InlineData("HTTP/1.1 200 OK\nConnection: close\n\n" + Half)]
    [InlineData("HTTP/1.1 200 OK\n\n" + Half)]
    [InlineData("HTTP/1.1 200 OK\nConnection: close\n\n")]
    [InlineData("HTTP/1.1 200 OK\nContent-Type: application/json\n\n \n")]
    [InlineData("HTTP/1.0 200 OK\nContent-Type: application/json\n\n{")]
    [InlineData("HTTP/1.1 200 OK\nContent-Length: 100\n\n" + Half)]
    [InlineData("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n5\n{\"id\"\n")]
    [InlineData("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n5\n{\"i")]
    [Trait("Contract", "7")]
    public async Task A_body_that_ends_with_the_connection_in_the_middle_is_asked_for_again(string cut)
    {
        await using var server = RawServer.Start(
            exchange => exchange.Request.Attempt <= 2 ? exchange.WriteAsync(cut) : exchange.ProductAsync());
        await using var client = new TestClient(server.BaseAddress, Quick.Retries);

        var result = await client.Products.FetchAsync(7);

        Assert.True(result.Succeeded, result.Error?.ToString());
        Assert.Equal(3, result.Attempts);
    }

    [Fact]
    [Trait("Contract", "7")]
    public async Task One_that_is_always_cut_is_a_failure_of_the_network()
    {
        await using var server = RawServer.Start(exchange => exchange.WriteAsync("HTTP/1.1 200 OK\n\n" + Half));
        await using var client = new TestClient(server.BaseAddress, Quick.Retries(1));

        var result = await client.Products.FetchAsync(7);

        Assert.Equal((FetchErrorKind.Network, true, 2), (result.Error?.Kind, result.Error?.IsTransient, result.Attempts));
    }

    [Theory]
    [InlineData("""{"id":"7","name":"Lamp"}""", true)]
    [InlineData("""{"id":"7","name":Lamp}""", false)]
    [InlineData("""<html><body>Sign in""", false)]
    [Trait("Contract", "16")]
    public async Task What_is_whole_or_malformed_is_not_asked_for_again(string body, bool isProduct)
    {
        await using var server = RawServer.Start(exchange => exchange.WriteAsync("HTTP/1.1 200 OK\n\n" + body));
        await using var client = new TestClient(server.BaseAddress, Quick.Retries);

        var result = await client.Products.FetchAsync(7);

        Assert.Equal((isProduct ? null : FetchErrorKind.InvalidResponse, 1), (result.Error?.Kind, result.Attempts));
    }

    [Fact]
    [Trait("Contract", "7")]
    public async Task A_body_that_is_shorter_than_its_length_over_HTTP_2_is_asked_for_again()
    {
        await using var server = new BareHttpTwoServer(stream => stream.Number <= 2
            ? stream.AnswerAsync("""{"id":"any"}""", announced: 60)
            : stream.ProductAsync());
        await using var client = new TestClient(server.BaseAddress, Quick.Retries, BareHttpTwoServer.SpokenBy);

        var result = await client.Products.FetchAsync(7).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.True(result.Succeeded, result.Error?.ToString());
        Assert.Equal(3, result.Attempts);
    }

    [Theory]
    [InlineData("socket")]
    [InlineData("disposed")]
    [InlineData("not connected")]
    [InlineData("not authenticated")]
    [InlineData("reset")]
    [Trait("Contract", "7")]
    public async Task What_the_layers_below_throw_as_it_is_is_a_failure_of_the_network(string kind)
    {
        var server = new ScriptedServer(request => request.Attempt <= 2 ? throw Thrown(kind) : ScriptedServer.Product(request.Id));
        await using var client = TestClient.Scripted(server, Quick.Retries);
        await using var cut = TestClient.Scripted(new ScriptedServer(_ => throw Thrown(kind)), Quick.Retries(0));

        var result = await client.Products.FetchAsync(7);
        var failed = await cut.Products.FetchAsync(7);

        Assert.True(result.Succeeded, result.Error?.ToString());
        Assert.Equal((FetchErrorKind.Network, true), (failed.Error?.Kind, failed.Error?.IsTransient));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("  ", false)]
    [InlineData("7", false)]
    [InlineData("nul", false)]
    [InlineData("{", true)]
    [InlineData("[", true)]
    [InlineData("\uFEFF{", true)]
    [InlineData("{\"id\":7", true)]
    [InlineData("{\"id\":7}", false)]
    [InlineData("{\"id\":7}\n", false)]
    [InlineData("{\"id\":7}}", false)]
    [InlineData("{\"id\":x", false)]
    public void JSON_is_unfinished_when_an_object_or_an_array_has_begun_and_not_ended(string body, bool isUnfinished)
    {
        Assert.Equal(isUnfinished, BodyEnd.IsUnfinishedJson(System.Text.Encoding.UTF8.GetBytes(body)));
    }

    // Whoever throws an exception again is taken for its source.
    private static Exception ThrownBy(Action act)
    {
        act();
        return new InvalidOperationException("Nothing was thrown.");
    }

    private static Exception Thrown(string kind) => kind switch
    {
        "socket" => new SocketException((int)SocketError.NotConnected),
        "disposed" => ThrownBy(() =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            socket.Dispose();
            socket.Send(new byte[1]);
        }),
        "not connected" => ThrownBy(() => new NetworkStream(new Socket(SocketType.Stream, ProtocolType.Tcp)).Dispose()),
        "not authenticated" => ThrownBy(() => new SslStream(new MemoryStream()).Write([1])),
        _ => new IOException("Reset.", new SocketException((int)SocketError.ConnectionReset)),
    };
}
