using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Bodies;

/// <summary>A body is read in the charset that it is marked or declared to be in, and as UTF-8 where there is neither.</summary>
[Trait("Contract", "16")]
[Trait("Contract", "26")]
public sealed class CharsetTests
{
    private const string Cafe = """{"id":"7","name":"Café"}""";

    [Theory]
    [InlineData("application/json; charset=iso-8859-1", "iso-8859-1")]
    [InlineData("application/json;CHARSET=\"ISO-8859-1\"", "iso-8859-1")]
    [InlineData("application/json; version=1; charset = latin1 ; q=1", "iso-8859-1")]
    [InlineData("application/json; charset='iso-8859-1'", "iso-8859-1")]
    [InlineData("text/plain; charset=utf-16", "utf-16")]
    [InlineData("text/plain; charset=utf-16", "utf-16BE")]
    [InlineData("text/plain; charset=utf-16le", "utf-16")]
    [InlineData("text/plain; charset=utf-16be", "utf-16BE")]
    [InlineData("text/plain; charset=utf-32", "utf-32")]
    [InlineData("application/json; charset=UTF-8", "utf-8")]
    [InlineData("application/json; charset=utf8", "utf-8")]
    [InlineData("application/json; charset=us-ascii", "utf-8")]
    [InlineData("application/json; charset=klingon", "utf-8")]
    [InlineData("application/json; charset=utf-7", "utf-8")]
    [InlineData("application/json; charset=", "utf-8")]
    [InlineData("application/json; charset", "utf-8")]
    [InlineData("charset=iso-8859-1", "utf-8")]
    [InlineData("", "utf-8")]
    public async Task A_body_is_read_in_the_charset_it_is_declared_to_be_in(string contentType, string charset)
    {
        Assert.Equal("Café", (await FetchAsync(contentType, Encoding.GetEncoding(charset).GetBytes(Cafe))).Product?.Name);
    }

    [Theory]
    [InlineData("utf-8", "application/json")]
    [InlineData("utf-8", "application/json; charset=iso-8859-1")]
    [InlineData("utf-16", "application/json")]
    [InlineData("utf-16", "application/json; charset=utf-8")]
    [InlineData("utf-16BE", "application/json")]
    [InlineData("utf-16BE", "application/json; charset=utf-16")]
    [InlineData("utf-32", "application/json")]
    public async Task A_byte_order_mark_tells_the_charset(string charset, string contentType)
    {
        var encoding = Encoding.GetEncoding(charset);

        Assert.Equal("Café", (await FetchAsync(contentType, [.. encoding.GetPreamble(), .. encoding.GetBytes(Cafe)])).Product?.Name);
    }

    [Theory]
    [InlineData("application/json; charset=iso-8859-1")]
    [InlineData("application/json")]
    public async Task A_handler_of_the_callers_changes_nothing(string contentType)
    {
        var result = await FetchAsync(
            contentType, Encoding.GetEncoding(contentType.Contains('=', StringComparison.Ordinal) ? "iso-8859-1" : "utf-8").GetBytes(Cafe),
            builder => builder.AddHttpMessageHandler(() => new PassingHandler()));

        Assert.Equal("Café", result.Product?.Name);
    }

    [Theory]
    [InlineData("application/json; charset=windows-1252", "'windows-1252' is wrong, or needs CodePagesEncodingProvider")]
    [InlineData("application/json; charset=utf-8", "The body is not UTF-8")]
    [InlineData("application/json", "The body is not UTF-8: {")]
    public async Task A_body_that_cannot_be_decoded_says_why(string contentType, string message)
    {
        var error = (await FetchAsync(contentType, Encoding.Latin1.GetBytes(Cafe))).Error;

        Assert.Equal(FetchErrorKind.InvalidResponse, error?.Kind);
        Assert.Contains(message, error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Half_of_a_surrogate_pair_in_UTF_16_is_InvalidResponse()
    {
        var body = Encoding.Unicode.GetBytes(Cafe.Replace("é", "é\ud800", StringComparison.Ordinal));
        BitConverter.TryWriteBytes(body.AsSpan(Cafe.IndexOf('é', StringComparison.Ordinal) * 2), (ushort)0xD800);

        var error = (await FetchAsync("application/json; charset=utf-16", body)).Error;

        Assert.Equal(FetchErrorKind.InvalidResponse, error?.Kind);
        Assert.Contains("The body is not utf-16", error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_an_error_quotes_is_decoded_too()
    {
        var result = await FetchAsync(
            "text/plain; charset=utf-16", Encoding.Unicode.GetBytes($"Unbekannt für {TestClient.Key}"), status: 404);

        Assert.EndsWith("404 Not Found: Unbekannt für ***", result.Error?.Message, StringComparison.Ordinal);
    }

    private static async Task<FetchResult<Product>> FetchAsync(
        string contentType, byte[] body, Action<IHttpClientBuilder>? build = null, int status = 200)
    {
        using var server = new ScriptedServer(_ =>
        {
            var content = new ByteArrayContent(body);
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);
            return new HttpResponseMessage((HttpStatusCode)status) { Content = content };
        });
        await using var client = TestClient.Scripted(server, build: build);
        return await client.Products.FetchAsync(7);
    }

    private sealed class PassingHandler : DelegatingHandler;
}
