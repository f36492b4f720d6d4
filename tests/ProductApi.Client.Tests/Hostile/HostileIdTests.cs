using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Hostile;

/// <summary>Hostile ids, and what a server that reads bytes sees of them.</summary>
public sealed class HostileIdTests
{
    private const int MaxMessageLength = 1250;

    [Fact]
    [Trait("Contract", "15")]
    public async Task A_hostile_id_is_one_escaped_path_segment_of_a_request_line_with_three_words()
    {
        await using var server = RawServer.Start(exchange => exchange.AnswerAsync(200, """{"id":"the server's own"}"""));
        await using var client = new TestClient(new Uri(server.BaseAddress, "/base/v1"), options => options.MaxConcurrency = 1);

        var results = await client.Products.FetchManyAsync(HostileIds.Escaped).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.All(results, result => Assert.True(result.Succeeded, result.Error?.ToString()));
        Assert.Equal(HostileIds.Escaped, results.Select(result => result.ProductId.ToString()));
        Assert.Equal(HostileIds.Escaped, server.Requests.Select(request => request.Id));
        Assert.All(server.Requests, request =>
        {
            Assert.Matches("^GET /base/v1/products/(?:[A-Za-z0-9._~-]|%[0-9A-F]{2})+ HTTP/1\\.1$", request.Line);
            Assert.Equal([server.BaseAddress.Authority], request.Header("Host"));
            Assert.Empty(request.Header("X-Injected"));
        });
    }

    [Fact]
    [Trait("Contract", "15")]
    public async Task An_id_that_cannot_be_escaped_is_InvalidId_and_nothing_is_sent()
    {
        await using var server = RawServer.WithProducts();
        await using var client = new TestClient(server.BaseAddress);

        string[] ids = [.. HostileIds.Refused, "7", .. HostileIds.Refused, "8"];
        var results = await client.Products.FetchManyAsync(ids).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal(["7", "8"], results.Where(result => result.Succeeded).Select(result => result.ProductId.ToString()));
        Assert.Equal(["7", "8"], server.Requests.Select(request => request.Id).Order());
        Assert.All(results.Where(result => !result.Succeeded), result =>
        {
            Assert.Equal((FetchErrorKind.InvalidId, 0), (result.Error?.Kind, result.Attempts));
            AssertOneLine(result.Error!.Message);
        });
    }

    [Fact]
    [Trait("Contract", "19")]
    public async Task Logs_and_messages_about_hostile_ids_stay_one_line_and_turn_no_reading_direction()
    {
        string[] ids = [.. HostileIds.Escaped, .. HostileIds.Refused];
        await using var server = RawServer.Start(exchange => exchange.AnswerAsync(404, $"There is no {exchange.Request.Id}."));
        await using var client = new TestClient(server.BaseAddress);

        var results = await client.Products.FetchManyAsync(ids).WaitAsync(TimeSpan.FromSeconds(60));
        foreach (var id in ids)
            await client.Products.FetchAsync(id);

        Assert.Equal(ids.Length, results.Count);
        Assert.All(results, result => AssertOneLine(result.Error!.Message));
        Assert.All(results, result => AssertOneLine(result.Error!.ToString()));
        var lines = client.Logs.GetSnapshot();
        Assert.True(lines.Count(line => line.Id.Name == "ItemFailed") == 2 * ids.Length, "Every failed id is logged.");
        Assert.All(lines, line => AssertOneLine(line.Message));
        Assert.All(lines.SelectMany(line => line.StructuredState ?? []), pair => AssertOneLine($"{pair.Key}={pair.Value}"));
    }

    [Fact]
    [Trait("Contract", "15")]
    public async Task Ids_that_look_alike_stay_apart()
    {
        string[] ids = ["\u00E9", "e\u0301", "K", "\u212A", "\uFB01", "fi", "7", "7\u200B", "\uFF17", "a", "\u0430"];
        await using var server = RawServer.Start(exchange => exchange.AnswerAsync(200, $$"""{"id":"{{exchange.Request.Id}}"}"""));
        await using var client = new TestClient(server.BaseAddress);

        var results = await client.Products.FetchManyAsync(ids);

        Assert.Equal(ids, results.Select(result => result.Product?.Id.ToString()));
        Assert.Equal(ids.Length, server.Requests.Select(request => request.Target).Distinct().Count());
    }

    private static void AssertOneLine(string text)
    {
        Assert.InRange(text.Length, 1, MaxMessageLength);
        Assert.DoesNotContain(text, OneLine.IsBrokenBy);
    }
}
