using System.Net;
using System.Text;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Bodies;

public sealed class BodyTests
{
    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("\"7\"")]
    [InlineData("[]")]
    [InlineData("[{\"id\":\"7\"}]")]
    [InlineData("{}")]
    [InlineData("{\"name\":\"no id\"}")]
    [InlineData("{\"id\":\"\"}")]
    [InlineData("{\"id\":null}")]
    [InlineData("{\"id\":true}")]
    [InlineData("{\"id\":{\"value\":\"7\"}}")]
    [InlineData("{\"id\":[7]}")]
    [InlineData("{\"id\":\"7\",\"name\":\"cut of")]
    [InlineData("{\"id\":\"7\"} and more")]
    [InlineData("{\"id\":\"7\",}")]
    [InlineData("{'id':'7'}")]
    [InlineData("{\"id\":\"\\ud800\"}")]
    [InlineData("<!DOCTYPE html><html><body>Sign in</body></html>")]
    [Trait("Contract", "16")]
    public async Task An_answer_that_is_no_product_is_InvalidResponse(string body)
    {
        await using var server = RawServer.Start(exchange => exchange.AnswerAsync(200, body));
        await using var client = new TestClient(server.BaseAddress, Quick.Retries);

        var result = await client.Products.FetchAsync(7);

        Assert.Equal((FetchErrorKind.InvalidResponse, HttpStatusCode.OK), (result.Error?.Kind, result.Error?.StatusCode));
        Assert.False(result.Error!.IsTransient);
        Assert.Contains("'7'", result.Error.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("text/html", "\"id\" is nowhere in this page")]
    [InlineData("application/json; charset=klingon", "{\"id\":\"7\"}")]
    [InlineData("application/json; charset=\"utf-8\"", "{\"id\":\"7\"}")]
    [InlineData("application/vnd.products+json", "{\"id\":\"7\"}")]
    [InlineData("text/plain", "{\"id\":\"7\"}")]
    [InlineData("nonsense", "{\"id\":\"7\"}")]
    [InlineData("application/json", "\u00EF\u00BB\u00BF{\"id\":\"7\"}")]
    [InlineData("application/json", " \r\n\t{ \"id\" : \"7\" }\n")]
    [Trait("Contract", "16")]
    public async Task Only_the_bytes_decide_whether_an_answer_is_a_product(string contentType, string body)
    {
        await using var server = RawServer.Start(exchange =>
            exchange.WriteAsync($"HTTP/1.1 200 OK\nConnection: close\nContent-Type: {contentType}\n\n{body}"));
        await using var client = new TestClient(server.BaseAddress, Quick.Retries);

        var result = await client.Products.FetchAsync(7);

        Assert.Equal(body.Contains('{', StringComparison.Ordinal) ? null : FetchErrorKind.InvalidResponse, result.Error?.Kind);
        Assert.Single(server.Requests);
    }

    [Fact]
    [Trait("Contract", "16")]
    public async Task Bytes_that_are_not_UTF8_are_InvalidResponse()
    {
        byte[][] bodies =
        [
            [.. "{\"id\":\"7\",\"name\":\""u8, 0xFF, 0xFE, .. "\"}"u8],
            [.. "{\"id\":\""u8, 0xC3, .. "\"}"u8],
            Encoding.Unicode.GetBytes("{\"id\":\"7\"}"),
            [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("{\"id\":\"7\"}"), 0],
            [0, 1, 2, 3],
        ];
        await using var server = RawServer.Start(exchange => exchange.AnswerAsync(200, bodies[int.Parse(exchange.Request.Id, null)]));
        await using var client = new TestClient(server.BaseAddress, Quick.Retries);

        var results = await client.Products.FetchManyAsync(Enumerable.Range(0, bodies.Length));

        Assert.All(results, result => Assert.Equal(FetchErrorKind.InvalidResponse, result.Error?.Kind));
        Assert.All(results, result => Assert.DoesNotContain(result.Error!.Message, char.IsControl));
        Assert.Equal(bodies.Length, server.Requests.Count);
    }

    [Fact]
    [Trait("Contract", "16")]
    public async Task Bytes_that_are_not_UTF8_do_not_hide_among_the_additional_properties()
    {
        // As an unread JSON element they would throw later, in the caller's code.
        byte[] body = [.. "{\"id\":\"7\",\"more\":\""u8, 0xFF, 0xFE, .. "\"}"u8];
        await using var server = RawServer.Start(exchange => exchange.AnswerAsync(200, body));
        await using var client = new TestClient(server.BaseAddress, Quick.Retries);

        var result = await client.Products.FetchAsync(7);

        Assert.Equal(FetchErrorKind.InvalidResponse, result.Error?.Kind);
    }

    [Theory]
    [InlineData(204)]
    [InlineData(205)]
    [Trait("Contract", "16")]
    public async Task A_success_without_a_body_is_InvalidResponse(int status)
    {
        await using var server = RawServer.Start(
            exchange => exchange.WriteAsync($"HTTP/1.1 {status} Nothing\nConnection: close\nContent-Length: 0\n\n"));
        await using var client = new TestClient(server.BaseAddress, Quick.Retries);

        var result = await client.Products.FetchAsync(7);

        Assert.Equal((FetchErrorKind.InvalidResponse, (HttpStatusCode)status), (result.Error?.Kind, result.Error?.StatusCode));
    }
}
