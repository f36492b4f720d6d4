using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Products;

public sealed class IdTests
{
    [Theory]
    [InlineData("7", "7")]
    [InlineData("-1", "-1")]
    [InlineData("SKU_1.2~x", "SKU_1.2~x")]
    [InlineData("a/b", "a%2Fb")]
    [InlineData("/a", "%2Fa")]
    [InlineData("a/", "a%2F")]
    [InlineData("//a", "%2F%2Fa")]
    [InlineData("a\\b", "a%5Cb")]
    [InlineData("a?b=c", "a%3Fb%3Dc")]
    [InlineData("a#b", "a%23b")]
    [InlineData("a b", "a%20b")]
    [InlineData(" ", "%20")]
    [InlineData("+", "%2B")]
    [InlineData("&", "%26")]
    [InlineData(";a=1", "%3Ba%3D1")]
    [InlineData("'\"<>|", "%27%22%3C%3E%7C")]
    [InlineData("*(!)", "%2A%28%21%29")]
    [InlineData("@host:80", "%40host%3A80")]
    [InlineData("{id}", "%7Bid%7D")]
    [InlineData("%", "%25")]
    [InlineData("a%2Fb", "a%252Fb")]
    [InlineData("%2e%2e", "%252e%252e")]
    [InlineData("%2e%2e%2fadmin", "%252e%252e%252fadmin")]
    [InlineData("%00", "%2500")]
    [InlineData("...", "...")]
    [InlineData(".hidden", ".hidden")]
    [InlineData("a..", "a..")]
    [InlineData("1..2", "1..2")]
    [InlineData("http://elsewhere.test/x", "http%3A%2F%2Felsewhere.test%2Fx")]
    [InlineData("ü", "%C3%BC")]
    [InlineData("u\u0308", "u%CC%88")]
    [InlineData("\u200Fabc", "%E2%80%8Fabc")]
    [InlineData("a\u202Eb", "a%E2%80%AEb")]
    [InlineData("\uFEFF7", "%EF%BB%BF7")]
    [InlineData("\uFF0E\uFF0E", "%EF%BC%8E%EF%BC%8E")]
    [InlineData("a\u2028b", "a%E2%80%A8b")]
    [InlineData("\uFFFE", "%EF%BF%BE")]
    [InlineData("\uD83D\uDE00", "%F0%9F%98%80")]
    [Trait("Contract", "15")]
    public async Task An_id_is_escaped_into_one_path_segment(string id, string segment)
    {
        await using var server = RawServer.Start(exchange => exchange.AnswerAsync(200, """{"id":"the server's own"}"""));
        await using var client = new TestClient(server.BaseAddress);

        var result = await client.Products.FetchAsync(id);

        Assert.True(result.Succeeded, result.Error?.ToString());
        Assert.Equal($"GET /products/{segment} HTTP/1.1", Assert.Single(server.Requests).Line);
        Assert.Equal(id, result.ProductId.ToString());
    }

    [Fact]
    [Trait("Contract", "15")]
    public async Task An_id_that_cannot_be_sent_is_InvalidId_and_does_not_stop_the_run()
    {
        string?[] invalid =
        [
            null, "", ".", "..", "a/../b", "a/..", "../b", "./b", "a/./b", "/..", "../", "..\\x", "a\\..", "a\\..\\b", "x/..\\y",
            "\r\n", "a\r\nX-Injected: 1", "a\tb", "\0", "a\0b", "\u007F", "\u0085", "\uD83D", "a\uDE00", "\uDE00\uD83D",
        ];
        await using var server = RawServer.WithProducts();
        await using var client = new TestClient(server.BaseAddress);

        var results = await client.Products.FetchManyAsync(invalid.Append("7"));

        Assert.True(results[^1].Succeeded, results[^1].Error?.ToString());
        Assert.Equal("GET /products/7 HTTP/1.1", Assert.Single(server.Requests).Line);
        Assert.All(results.SkipLast(1), result =>
        {
            Assert.Equal((FetchErrorKind.InvalidId, 0), (result.Error?.Kind, result.Attempts));
            Assert.False(result.Error!.IsTransient);
            Assert.DoesNotContain(result.Error.Message, char.IsControl);
        });
    }

    [Fact]
    [Trait("Contract", "15")]
    public async Task A_default_id_is_InvalidId()
    {
        await using var server = RawServer.WithProducts();
        await using var client = new TestClient(server.BaseAddress);

        var result = await client.Products.FetchAsync(default);

        Assert.Equal((FetchErrorKind.InvalidId, 0), (result.Error?.Kind, result.Attempts));
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData(10_000)]
    [InlineData(200_000)]
    [Trait("Contract", "15")]
    public async Task A_very_long_id_is_a_result_and_does_not_stop_the_run(int length)
    {
        using var server = new ProductApiStub();
        server.HasProducts([1, 2]);
        await using var client = new TestClient(server.BaseAddress, Quick.Retries);

        var results = await client.Products.FetchManyAsync(["1", new string('x', length), "2"]);

        Assert.Equal([true, false, true], results.Select(result => result.Succeeded));
        Assert.InRange(results[1].Error!.Message.Length, 1, 1200);
    }

    [Fact]
    [Trait("Contract", "15")]
    public async Task Numbers_and_guids_are_sent_as_they_are_written()
    {
        await using var server = RawServer.WithProducts();
        await using var client = new TestClient(server.BaseAddress);
        var guid = new Guid("0F8FAD5B-D9CB-469F-A165-70867728950E");

        await client.Products.FetchManyAsync([int.MinValue]);
        await client.Products.FetchManyAsync([long.MaxValue]);
        await client.Products.FetchManyAsync([guid]);

        Assert.Equal(
            ["-2147483648", "9223372036854775807", "0f8fad5b-d9cb-469f-a165-70867728950e"], server.Requests.Select(request => request.Id));
    }
}
