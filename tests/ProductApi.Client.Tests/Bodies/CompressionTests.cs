using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Bodies;

public sealed class CompressionTests
{
    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    [InlineData("deflate", " without its wrapper")]
    [Trait("Contract", "16")]
    public async Task A_compressed_answer_is_read(string encoding, string form = "")
    {
        await using var server = RawServer.Start(exchange => exchange.AnswerAsync(
            200, Compression.Compress(encoding + form, """{"id":"7","name":"Compressed"}"""u8), $"Content-Encoding: {encoding}"));
        await using var client = new TestClient(server.BaseAddress);

        var result = await client.Products.FetchAsync(7);

        Assert.True(result.Succeeded, result.Error?.ToString());
        Assert.Equal("Compressed", result.Product.Name);
    }

    [Fact]
    [Trait("Contract", "16")]
    public async Task Answers_that_ask_for_the_widest_window_are_read()
    {
        await using var server = RawServer.Start(exchange => exchange.AnswerAsync(
            200, Compression.CompressWithWidestWindow("""{"id":"7","name":"Compressed"}"""u8), "Content-Encoding: br"));
        await using var client = new TestClient(server.BaseAddress);

        var results = await client.Products.FetchManyAsync(Enumerable.Repeat(7, 50)).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.All(results, result => Assert.Equal("Compressed", result.Product?.Name));
    }

    [Fact]
    [Trait("Contract", "16")]
    public async Task An_answer_that_only_claims_to_be_compressed_is_InvalidResponse()
    {
        await using var server = RawServer.Start(exchange => exchange.AnswerAsync(200, """{"id":"7"}""", "Content-Encoding: gzip"));
        await using var client = new TestClient(server.BaseAddress, Quick.Retries);

        var result = await client.Products.FetchAsync(7);

        Assert.Equal((FetchErrorKind.InvalidResponse, 1), (result.Error?.Kind, result.Attempts));
        Assert.Single(server.Requests);
    }
}
