using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using CsCheck;
using ProductApi.Client.Tests.Properties;
using ProductApi.Client.Tests.Support;
using Xunit.Abstractions;

namespace ProductApi.Client.Tests.Secrets;

/// <summary>However a secret comes in and however it is echoed, it does not come out.</summary>
[Trait("Speed", "Slow")]
public sealed class EchoProperties(ITestOutputHelper output)
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private const string Signs = "+/=-_.~!@#$&*()<>'\",;:?[]{}|^%\\";

    private static readonly Gen<string> Values =
        Gen.Select(
            Gen.Char[Letters], Gen.Char[Letters + Signs].Array[10, 50], Gen.Char[Letters],
            (first, middle, last) => $"{first}{new string(middle)}{last}");

    private static readonly Dictionary<string, Func<string, int, string>> Echoes = new()
    {
        ["as it is"] = (value, _) => value,
        ["in capitals"] = (value, _) => value.ToUpperInvariant(),
        ["percent-encoded"] = (value, _) => Uri.EscapeDataString(value),
        ["percent-encoded twice"] = (value, _) => Uri.EscapeDataString(Uri.EscapeDataString(value)),
        ["percent-encoded wholly"] = (value, _) => Each(value, character => $"%{(int)character:x2}"),
        ["percent-encoded partly"] = (value, seed) => Some(value, seed, character => $"%{(int)character:X2}"),
        ["in JSON"] = (value, _) => JsonEncodedText.Encode(value).ToString(),
        ["in JSON of another writer"] = (value, _) => value.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("/", "\\/", StringComparison.Ordinal),
        ["in JSON, escaped wholly"] = (value, _) => Each(value, character => $"\\u{(int)character:x4}"),
        ["in HTML"] = (value, _) => WebUtility.HtmlEncode(value),
        ["in HTML, by number"] = (value, seed) => Some(value, seed, character => $"&#{(int)character};"),
        ["in hexadecimal"] = (value, _) => Convert.ToHexString(Encoding.UTF8.GetBytes(value)),
        ["in Base64"] = (value, seed) => Convert.ToBase64String(
            Encoding.UTF8.GetBytes(new string('u', seed % 4) + value + new string(';', seed % 5))),
        ["in Base64 for addresses"] = (value, seed) => Convert.ToBase64String(Encoding.UTF8.GetBytes(new string('u', seed % 4) + value))
            .Replace('+', '-').Replace('/', '_').TrimEnd('='),
        ["in an address"] = (value, _) => $"http://user:{Uri.EscapeDataString(value)}@host/",
        ["in a header line"] = (value, _) => $"Authorization: Bearer {value}",
    };

    private static readonly string[] Places = ["error", "reason", "location", "page", "property", "id", "exception", "nested exception"];

    [Theory]
    [InlineData("key")]
    [InlineData("former key")]
    [InlineData("provider")]
    [InlineData("proxy")]
    [Trait("Contract", "14")]
    public void A_secret_that_is_echoed_in_any_form_comes_out_nowhere(string way)
    {
        var cases = Gen.Select(Values, Samples.OneOf<string>([.. Echoes.Keys]), Samples.OneOf(Places), Gen.Int[0, 10_000]);
        cases.Sample(
            (value, echo, place, seed) => Check(way, value, Echoes[echo](value, seed), place), output.WriteLine, threads: 1,
            iter: Samples.Or(150));
    }

    private static void Check(string way, string value, string echo, string place)
    {
        var server = new ScriptedServer(request => Answer(place, request.Id, echo));
        var told = FetchAsync(way, value, server).GetAwaiter().GetResult();

        string[] readings =
        [
            told, Uri.UnescapeDataString(told), Uri.UnescapeDataString(Uri.UnescapeDataString(told)), WebUtility.HtmlDecode(told),
            Unescape(told),
        ];
        string[] forms = [value[..8], Convert.ToHexString(Encoding.UTF8.GetBytes(value[..8])), .. Base64(value[..9])];
        foreach (var form in forms)
            Assert.All(readings, reading => Assert.DoesNotContain(form, reading, StringComparison.OrdinalIgnoreCase));
    }

    private static async Task<string> FetchAsync(string way, string value, ScriptedServer server)
    {
        await using var client = TestClient.Scripted(server, options =>
        {
            Quick.Retries(options);
            options.MaxRetryAttempts = 1;
            options.OutagePatience = TimeSpan.Zero;
            if (way == "key")
                options.ApiKey = value;
            if (way == "provider")
                (options.ApiKey, options.ApiKeyProvider) = (null, (_, _) => new(new ProvidedApiKey(value)));
        });
        var secrets = client.Part<ProductApi.Client.Keys.Secrets>();
        if (way == "former key")
            secrets.AddKey(value);
        if (way == "proxy")
            secrets.AddUserInformation($"user:{Uri.EscapeDataString(value)}");

        var results = await client.Products.FetchManyAsync([1, 2, 3]);
        return string.Join('\n', [
            .. results.Select(result => $"{result} {result.Error} {result.Error?.Message} {result.Error?.Exception}"),
            .. client.Logs.GetSnapshot().Select(
                line => $"{line.Message} {line.Exception} {string.Join(' ', (line.StructuredState ?? []).Select(pair => pair.Value))}"),
        ]);
    }

    private static HttpResponseMessage Answer(string place, string id, string echo)
    {
        switch (place)
        {
            case "exception":
                throw new HttpRequestException(HttpRequestError.ConnectionError, $"Not with {echo}");
            case "nested exception":
                throw new InvalidOperationException("No.", new IOException($"Not with {echo}"));
            case "reason":
                return new HttpResponseMessage(HttpStatusCode.Forbidden) { ReasonPhrase = $"Not with {echo}" };
            case "location":
                var redirect = new HttpResponseMessage(HttpStatusCode.Found);
                redirect.Headers.TryAddWithoutValidation("Location", $"/sign-in?as={echo}");
                return redirect;
            case "page":
                return ScriptedServer.Json(HttpStatusCode.OK, $"<html>Signed in with {echo}.</html>");
            case "property":
                return ScriptedServer.Json(HttpStatusCode.OK, $$"""{"id":null,"{{echo}}":{{echo}}}""");
            case "id":
                return ScriptedServer.Json(HttpStatusCode.OK, $$"""{"id":"{{id}}0","name":"{{echo}}"}""");
            default:
                return ScriptedServer.Json(HttpStatusCode.BadRequest, $"Not with {echo}!");
        }
    }

    private static string Each(string value, Func<char, string> write) => string.Concat(value.Select(write));

    private static string Some(string value, int seed, Func<char, string> write) =>
        string.Concat(value.Select((character, i) =>
            ((seed >> (i % 13)) & 1) == 1 || Signs.Contains(character, StringComparison.Ordinal) ? write(character) : $"{character}"));

    private static string Unescape(string text) => System.Text.RegularExpressions.Regex.Replace(
        text.Replace("\\/", "/", StringComparison.Ordinal),
        @"\\u([0-9a-fA-F]{4})",
        match => $"{(char)int.Parse(match.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)}");

    private static IEnumerable<string> Base64(string text) => Enumerable.Range(0, 3).Select(offset =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(new string(' ', offset) + text))[(offset == 0 ? 0 : offset + 1)..^4]);
}
