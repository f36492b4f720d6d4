using System.Net;
using ProductApi.Client.Keys;

namespace ProductApi.Client.Tests.Keys;

public sealed class SecretsTests
{
    private const string Jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P";

    private readonly Client.Keys.Secrets _secrets = new("k3y+/=&x");

    [Fact]
    [Trait("Contract", "14")]
    public void The_password_in_a_Basic_key_is_masked_in_plain()
    {
        var secrets = new ProductApi.Client.Keys.Secrets();

        secrets.AddBasicCredentials("YWxpY2U6czNjcjN0cHc=");
        secrets.AddBasicCredentials("not base64");

        Assert.Equal("alice / *** is not allowed", secrets.Mask("alice / s3cr3tpw is not allowed"));
    }

    [Theory]
    [InlineData("products/{id}?consumer_key=ck_12345&consumer_secret=cs_67890", "consumer_key=***&consumer_secret=***")]
    [InlineData("products/{id}?api-version=2024-01-01&access_token=t0k3n", "api-version=2024-01-01 access_token=***")]
    [InlineData("products/{id}?design=blue&keywords=lamp", "a blue lamp")]
    [Trait("Contract", "14")]
    public void Credentials_in_the_query_of_the_path_are_masked(string path, string masked)
    {
        var secrets = new ProductApi.Client.Keys.Secrets();
        secrets.AddQuery(path);

        Assert.Equal(masked, secrets.Mask(masked
            .Replace("consumer_key=***", "consumer_key=ck_12345", StringComparison.Ordinal)
            .Replace("consumer_secret=***", "consumer_secret=cs_67890", StringComparison.Ordinal)
            .Replace("access_token=***", "access_token=t0k3n", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("Not with k3y+/=&x!", "Not with ***!")]
    [InlineData("Not with K3Y%2B%2f%3D%26X!", "Not with ***!")]
    [InlineData("Not with k3y%2B/=%26x!", "Not with ***!")]
    [InlineData("Not with %6B%33%79%2B%2F%3D%26%78!", "Not with ***!")]
    [InlineData("Not with k3y%252B%252F%253D%2526x!", "Not with ***!")]
    [InlineData("""Not with k3y\u002B\/=\u0026x!""", "Not with ***!")]
    [InlineData("Not with k3y&#43;&#x2F;=&amp;x!", "Not with ***!")]
    [InlineData("Not with 6B33792B2F3D2678!", "Not with ***!")]
    [InlineData("Not with 6B-33-79-2B-2F-3D-26-78!", "Not with ***!")]
    [InlineData("k3y+/=&xk3y+/=&x", "******")]
    [InlineData("k3y+/= &x", "k3y+/= &x")]
    public void A_key_is_found_in_whatever_form_it_is_quoted(string text, string masked)
    {
        Assert.Equal(masked, _secrets.Mask(text));
        Assert.Equal(text != masked, _secrets.AreQuotedIn(text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("u")]
    [InlineData("us")]
    [InlineData("user:")]
    public void A_key_is_found_in_Base64_wherever_it_lies(string before)
    {
        foreach (var after in new[] { "", ";", "::" })
        {
            var base64 = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(before + "k3y+/=&x" + after));

            Assert.Equal("a *** b", _secrets.Mask($"a {base64} b"));
            Assert.Equal("a *** b", _secrets.Mask($"a {base64.Replace('+', '-').Replace('/', '_').TrimEnd('=')} b"));
            Assert.Equal("a *** b", _secrets.Mask($"a {Uri.EscapeDataString(base64)} b"));
        }
    }

    [Theory]
    [InlineData("see http://alice:pw@proxy:8080/path", "see http://***@proxy:8080/path")]
    [InlineData("""{"proxy":"http:\/\/alice:p@w@proxy"}""", """{"proxy":"http:\/\/***@proxy"}""")]
    [InlineData("?to=https%3A%2F%2Falice%3Apw%40proxy", "?to=https%3A%2F%2F***%40proxy")]
    [InlineData("'socks5://token@proxy'", "'socks5://***@proxy'")]
    [InlineData("Authorization: Bearer letmein", "Authorization: ***")]
    [InlineData("""{"authorization":"Basic YWxpY2U6cHc=","x":1}""", """{"authorization":"***","x":1}""")]
    [InlineData("Proxy-Authorization: Basic YWxpY2U6cHc=\r\nHost: h", "Proxy-Authorization: ***\r\nHost: h")]
    [InlineData("Authorization=abc123def", "Authorization=***")]
    [InlineData("You sent Bearer abc123def456.", "You sent Bearer ***")]
    [InlineData("You sent Basic dXNlcjpwYXNz", "You sent Basic ***")]
    [InlineData("token " + Jwt + " expired", "token *** expired")]
    public void What_looks_like_a_credential_is_masked_whosever_it_is(string text, string masked)
    {
        Assert.Equal(masked, _secrets.Mask(text));
        Assert.True(_secrets.MayBeIn(text));
    }

    [Theory]
    [InlineData("Bearer authentication required")]
    [InlineData("Basic realm=\"shop\"")]
    [InlineData("Bearer error=\"invalid_token\", error_description=\"The access token expired\"")]
    [InlineData("Missing Authorization header")]
    [InlineData("Authorization: required")]
    [InlineData("basic tokens are not bearer tokens")]
    [InlineData("https://api.example.com/users/me@example.com")]
    [InlineData("mailto:me@example.com")]
    [InlineData("Name or service not known (api.example.com:443)")]
    public void What_does_not_stays_readable(string text)
    {
        Assert.Equal(text, _secrets.Mask(text));
        Assert.False(_secrets.MayBeIn(text));
    }

    [Fact]
    public void User_information_that_a_cut_has_halved_does_not_show()
    {
        Assert.Equal("at http://***", _secrets.Mask("at http://alice:s3cr", isCut: true));
        Assert.Equal("at http://host/", _secrets.Mask("at http://host/", isCut: true));
    }

    [Fact]
    public void The_last_sixteen_keys_are_known()
    {
        for (var i = 100; i < 120; i++)
            _secrets.AddKey($"key-number-{i}");
        _secrets.AddKey("key-number-104");
        _secrets.AddKey("key-number-120");
        _secrets.AddKey(null);
        _secrets.AddKey("");

        Assert.Equal(
            "key-number-103 *** key-number-105 *** ***",
            _secrets.Mask("key-number-103 key-number-104 key-number-105 key-number-106 key-number-120"));
    }

    [Fact]
    public void A_key_that_is_a_part_of_another_does_not_uncover_the_rest()
    {
        _secrets.AddKey("short-key");
        _secrets.AddKey("short-key-and-more");

        Assert.Equal("*** ***", _secrets.Mask("short-key-and-more short-key"));
    }

    [Theory]
    [InlineData("alice:s3cr%40t", "alice:s3cr@t s3cr@t s3cr%40t YWxpY2U6czNjckB0", "*** *** *** ***")]
    [InlineData("a-token", "a-token", "***")]
    [InlineData("ab:c", "ab:c c ab", "*** c ab")]
    public void A_proxys_credentials_are_known_by_what_they_mean(string userInformation, string text, string masked)
    {
        _secrets.AddUserInformation(userInformation);

        Assert.Equal(masked, _secrets.Mask(text));
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void The_longest_texts_take_no_longer_than_their_length()
    {
        string[] texts =
        [
            new('a', 200_000), string.Concat(Enumerable.Repeat("://", 60_000)), string.Concat(Enumerable.Repeat("Bearer ", 30_000)),
            string.Concat(Enumerable.Repeat("eyJ", 60_000)), string.Concat(Enumerable.Repeat("-eyJ", 50_000)),
            string.Concat(Enumerable.Repeat("Authorization:", 15_000)), string.Concat(Enumerable.Repeat("%3A%2F%2F", 20_000)),
            string.Concat(Enumerable.Repeat("&k", 100_000)), string.Concat(Enumerable.Repeat("Bearer+", 30_000)),
        ];

        Assert.All(texts, text => Assert.NotNull(_secrets.Mask(text)));
    }

    [Fact]
    public void A_proxy_of_the_callers_tells_its_credentials()
    {
        var address = new Uri("http://alice:pa%3Ass@proxy.test:8080/");
        var signedIn = new WebProxy(new Uri("http://proxy.test:8080/")) { Credentials = new NetworkCredential("bob", "pa:ss@1") };

        Assert.Equal(["alice:pa%3Ass"], ProxyCredentials.Of(new WebProxy(address)));
        Assert.Equal(["bob:pa%3Ass%401"], ProxyCredentials.Of(signedIn));
        Assert.Empty(ProxyCredentials.Of(new WebProxy()));
        Assert.Empty(ProxyCredentials.Of(null));
    }
}
