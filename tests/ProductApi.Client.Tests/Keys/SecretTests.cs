using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Keys;

/// <summary>Servers that quote the key they were sent: in bodies, reason phrases, addresses, or instead of HTTP.</summary>
public sealed class SecretTests
{
    [Theory]
    [InlineData("body", 400)]
    [InlineData("body", 401)]
    [InlineData("body", 404)]
    [InlineData("body", 500)]
    [InlineData("page", 200)]
    [InlineData("json", 200)]
    [InlineData("reason", 403)]
    [InlineData("location", 302)]
    [InlineData("status line", 0)]
    [Trait("Contract", "14")]
    public async Task A_key_that_the_server_quotes_appears_nowhere(string place, int status)
    {
        await using var server = RawServer.Start(exchange => QuoteKey(exchange, place, status));
        await using var client = new TestClient(server.BaseAddress, options =>
        {
            Quick.Retries(options);
            options.OutagePatience = TimeSpan.FromSeconds(0.1);
        });

        var results = await client.Products.FetchManyAsync(Enumerable.Range(1, 20)).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.All(results, result => Assert.False(result.Succeeded));
        (string Where, string Text)[] told =
        [
            .. results.Select(result => ($"message after {result.Attempts} attempts", result.Error!.Message)),
            .. results.Select(result => ("ToString", $"{result} {result.Error}")),
            .. results.Select(result => ("exception", $"{result.Error!.Exception}")),
            ("log", EverythingLogged(client)),
        ];
        Assert.Empty(told.Where(place =>
            place.Text.Contains(TestClient.Key, StringComparison.OrdinalIgnoreCase)).Select(place => place.Where).Distinct());
    }

    [Fact]
    [Trait("Contract", "14")]
    public async Task The_exception_behind_an_error_does_not_quote_the_key()
    {
        await using var server = RawServer.Start(exchange => QuoteKey(exchange, "status line", 0));
        await using var client = new TestClient(server.BaseAddress, Quick.Retries(0));

        var result = await client.Products.FetchAsync(7);

        Assert.Equal(FetchErrorKind.Network, result.Error?.Kind);
        AssertHidden(TestClient.Key, $"{result} {result.Error!.Message} {result.Error.Exception}");
    }

    [Fact]
    [Trait("Contract", "14")]
    public async Task A_key_that_is_quoted_where_the_evidence_is_cut_does_not_show_its_beginning()
    {
        await using var server = RawServer.Start(exchange => exchange.AnswerAsync(400, new string('x', 1024 - 12) + TestClient.Key));
        await using var client = new TestClient(server.BaseAddress);

        var result = await client.Products.FetchAsync(7);

        AssertHidden(TestClient.Key[..8], result.Error!.Message);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(500)]
    [Trait("Contract", "14")]
    public async Task A_key_that_is_cut_off_with_its_body_does_not_show_its_beginning(int status)
    {
        await using var server = RawServer.Start(exchange => exchange.WriteAsync(
            $"HTTP/1.1 {status} Odd\nContent-Length: 200\n\nYou sent Bearer {TestClient.Key[..^3]}"));
        await using var client = new TestClient(server.BaseAddress, Quick.Retries(0));

        var result = await client.Products.FetchAsync(7);

        Assert.Equal(status, (int?)result.Error?.StatusCode);
        AssertHidden(TestClient.Key[..8], $"{result.Error!.Message} {EverythingLogged(client)}");
    }

    [Fact]
    [Trait("Contract", "14")]
    public async Task A_key_in_an_error_that_is_longer_than_MaxResponseBytes_does_not_show_its_beginning()
    {
        await using var server = RawServer.Start(exchange => exchange.AnswerAsync(400, $"You sent {TestClient.Key} and much more"));
        await using var client = new TestClient(server.BaseAddress, options => options.MaxResponseBytes = 20);

        var result = await client.Products.FetchAsync(7);

        Assert.Equal(FetchErrorKind.Rejected, result.Error?.Kind);
        AssertHidden(TestClient.Key[..8], result.Error!.Message);
    }

    [Fact]
    [Trait("Contract", "14")]
    [Trait("Speed", "Slow")]
    public async Task No_log_line_of_any_level_contains_the_key()
    {
        await using var server = RawServer.Start(exchange => exchange.Request.Id switch
        {
            "1" => exchange.AnswerAsync(401),
            "2" => exchange.AnswerAsync(500),
            "3" => exchange.ResetAsync(),
            "4" when exchange.Request.Attempt == 1 => exchange.AnswerAsync(429),
            "5" => exchange.AnswerAsync(200, "<html>"),
            _ => exchange.ProductAsync(),
        });
        await using var client = new TestClient(server.BaseAddress, Quick.Retries);

        await client.Products.FetchManyAsync([6, 7]);
        var results = await client.Products.FetchManyAsync(Enumerable.Range(1, 10));

        Assert.Equal(6, results.Count(result => result.Succeeded));
        Assert.NotEmpty(client.Logs.GetSnapshot());
        AssertHidden(TestClient.Key, EverythingLogged(client));
    }

    private static Task QuoteKey(RawExchange exchange, string place, int status)
    {
        var key = exchange.Request.Header("Authorization").Single();
        return place switch
        {
            "body" => exchange.AnswerAsync(status, $"You sent {key}."),
            "page" => exchange.AnswerAsync(status, $"<html>Signed in with {key}.</html>", "Content-Type: text/html"),
            "json" => exchange.AnswerAsync(status, $$"""{"id":null,"{{key}}":{{key}}}"""),
            "reason" => exchange.WriteAsync($"HTTP/1.1 {status} Not with {key}\nContent-Length: 0\nConnection: close\n\n"),
            "location" => exchange.AnswerAsync(status, "", $"Location: /login?from={key}"),
            _ => exchange.WriteAsync($"You sent {key}.\n\n"),
        };
    }

    private static string EverythingLogged(TestClient client) => string.Join('\n', client.Logs.GetSnapshot().Select(line =>
        $"{line.Message} {line.Exception} {string.Join(' ', (line.StructuredState ?? []).Select(pair => $"{pair.Key}={pair.Value}"))} {string.Join(' ', line.Scopes)}"));

    private static void AssertHidden(string secret, string text) => Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase);
}
