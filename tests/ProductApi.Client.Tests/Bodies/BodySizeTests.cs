using System.Text;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Bodies;

public sealed class BodySizeTests
{
    private const int Max = 10_000;

    [Theory]
    [InlineData("declared")]
    [InlineData("declared and never sent")]
    [InlineData("chunked")]
    [InlineData("until the end of the connection")]
    [InlineData("gzip")]
    [InlineData("gzip bomb")]
    [Trait("Contract", "16")]
    public async Task A_body_above_MaxResponseBytes_is_cut_off(string kind)
    {
        await using var server = RawServer.Start(exchange => Send(exchange, kind, Max + 1));
        await using var client = new TestClient(server.BaseAddress, options =>
        {
            Quick.Retries(options);
            options.MaxResponseBytes = Max;
        });

        var result = await client.Products.FetchAsync(7).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(FetchErrorKind.InvalidResponse, result.Error?.Kind);
        Assert.False(result.Error!.IsTransient);
        Assert.Contains("10,000 bytes", result.Error.Message, StringComparison.Ordinal);
        Assert.Contains("MaxResponseBytes", result.Error.Message, StringComparison.Ordinal);
        Assert.Equal(1, result.Attempts);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("declared")]
    [InlineData("chunked")]
    [InlineData("until the end of the connection")]
    [InlineData("gzip")]
    [Trait("Contract", "16")]
    public async Task A_body_of_exactly_MaxResponseBytes_is_read(string kind)
    {
        await using var server = RawServer.Start(exchange => Send(exchange, kind, Max));
        await using var client = new TestClient(server.BaseAddress, options => options.MaxResponseBytes = Max);

        var result = await client.Products.FetchAsync(7);

        Assert.True(result.Succeeded, result.Error?.ToString());
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [Trait("Contract", "16")]
    public async Task The_endless_body_of_an_error_is_evidence_not_a_failure_of_its_own(int status)
    {
        await using var server = RawServer.Start(exchange => exchange.EndlessAsync(status));
        await using var client = new TestClient(server.BaseAddress, Quick.Retries);

        var result = await client.Products.FetchAsync(7).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(status, (int?)result.Error?.StatusCode);
        Assert.InRange(result.Error!.Message.Length, 768, 1200);
        Assert.Equal(1, result.Attempts);
    }

    [Theory]
    [InlineData("page")]
    [InlineData("property names")]
    [InlineData("nesting")]
    [InlineData("error body")]
    [InlineData("reason phrase")]
    [InlineData("location")]
    [InlineData("status line")]
    [InlineData("header")]
    [Trait("Contract", "16")]
    public async Task A_message_quotes_at_most_1024_characters(string kind)
    {
        var much = new string('x', 50_000);
        await using var server = RawServer.Start(exchange => kind switch
        {
            "page" => exchange.AnswerAsync(200, $"<html>{much}</html>", "Content-Type: text/html"),
            "property names" => exchange.AnswerAsync(200, $$"""{"id":"7","{{much}}":{"{{much}}":nothing} }"""),
            "nesting" => exchange.AnswerAsync(200, $$"""{"id":"7","more":{{new string('[', 50_000)}}"""),
            "error body" => exchange.AnswerAsync(400, much),
            "reason phrase" => exchange.WriteAsync($"HTTP/1.1 400 {much}\nConnection: close\nContent-Length: 3000\n\n{much[..3000]}"),
            "location" => exchange.AnswerAsync(302, much, $"Location: /{much}"),
            "status line" => exchange.WriteAsync($"{much}\n\n"),
            _ => exchange.AnswerAsync(200, """{"id":"7"}""", $"X-Much: {much}{much}"),
        });
        await using var client = new TestClient(server.BaseAddress, Quick.Retries(0));

        var result = await client.Products.FetchAsync(7);

        Assert.False(result.Succeeded);
        Assert.InRange(result.Error.Message.Length, 1, 1250);
    }

    private static Task Send(RawExchange exchange, string kind, int length)
    {
        var body = Encoding.UTF8.GetBytes("""{"id":"7"}""".PadRight(length));
        return kind switch
        {
            "declared" => exchange.AnswerAsync(200, body),
            "declared and never sent" => exchange.StallAfterAsync($"HTTP/1.1 200 OK\nContent-Length: {length}\n\n"),
            "chunked" => exchange.ChunkedAsync(body, 1),
            "until the end of the connection" => exchange.WriteAsync(
                $"HTTP/1.1 200 OK\nConnection: close\n\n{Encoding.UTF8.GetString(body)}"),
            "gzip" => exchange.AnswerAsync(200, Compression.Compress("gzip", body), "Content-Encoding: gzip"),
            _ => exchange.AnswerAsync(200, Compression.Compress("gzip", new byte[64 * 1024 * 1024]), "Content-Encoding: gzip"),
        };
    }
}
