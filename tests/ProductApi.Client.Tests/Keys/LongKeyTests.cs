using System.Net;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Keys;

/// <summary>Keys of the size of a JSON web token, quoted by a server that rejects them.</summary>
public sealed class LongKeyTests
{
    [Theory]
    [Trait("Contract", "14")]
    [InlineData(200, 1, 0)]
    [InlineData(1500, 1, 0)]
    [InlineData(1500, 3, 0)]
    [InlineData(24, 60, 5)]
    [InlineData(1500, 2, 700)]
    [InlineData(1500, 1, 767)]
    public async Task A_long_key_that_is_quoted_is_masked_wherever_the_quotation_is_cut(int length, int times, int before)
    {
        var key = string.Concat(Enumerable.Range(0, length).Select(i => (char)('a' + (i * 7 % 26))));
        var quoted = new string('-', before) + string.Concat(Enumerable.Repeat(key, times));
        var server = new ScriptedServer(request =>
        {
            var response = ScriptedServer.Json(request.Id == "1" ? HttpStatusCode.Unauthorized : HttpStatusCode.Redirect, quoted);
            response.Headers.TryAddWithoutValidation("Location", "/" + quoted);
            return response;
        });
        await using var client = TestClient.Scripted(server, options => options.ApiKey = key);

        var redirected = await client.Products.FetchAsync(2);
        var rejected = await client.Products.FetchAsync(1);

        Assert.Equal(FetchErrorKind.Unauthorized, rejected.Error?.Kind);
        Assert.Equal(FetchErrorKind.Rejected, redirected.Error?.Kind);
        Assert.DoesNotContain(key[..20], rejected.Error!.Message + redirected.Error!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Contract", "14")]
    [InlineData("abc+def/ghi+jkl==", "abc\\u002Bdef/ghi\\u002Bjkl==")]
    [InlineData("abc+def/ghi+jkl==", "abc\\u002bdef/ghi\\u002bjkl==")]
    [InlineData("abc+def/ghi+jkl==", "abc+def\\/ghi+jkl==")]
    [InlineData("abc+def/ghi+jkl==", "abc%2Bdef%2Fghi%2Bjkl%3D%3D")]
    [InlineData("a&b<c>d'e", "a&amp;b&lt;c&gt;d&#39;e")]
    public async Task A_key_that_is_quoted_in_an_escaped_form_is_masked(string key, string quoted)
    {
        var server = new ScriptedServer(_ => ScriptedServer.Json(HttpStatusCode.Forbidden, $"Not with {quoted}!"));
        await using var client = TestClient.Scripted(server, options => options.ApiKey = key);

        var result = await client.Products.FetchAsync(1);

        Assert.EndsWith("Not with ***!", result.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Contract", "14")]
    public async Task White_space_before_the_cut_does_not_bring_the_beginning_of_a_key_to_light()
    {
        var body = new string('\u3000', 4 * (768 + TestClient.Key.Length))[..(4 * (768 + TestClient.Key.Length) / 3)] + TestClient.Key;
        var server = new ScriptedServer(_ => ScriptedServer.Json(HttpStatusCode.BadRequest, body));
        await using var client = TestClient.Scripted(server);

        var result = await client.Products.FetchAsync(1);

        Assert.DoesNotContain(TestClient.Key[..4], result.Error!.Message, StringComparison.Ordinal);
    }
}
