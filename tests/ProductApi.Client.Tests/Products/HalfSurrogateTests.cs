using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using ProductApi.Client.Products;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Products;

/// <summary>Half of an escaped surrogate pair is valid JSON but no text. Products are handed out with U+FFFD in its place.</summary>
[Trait("Contract", "16")]
[Trait("Contract", "26")]
public sealed class HalfSurrogateTests
{
    [Theory]
    [InlineData("""{"id":50,"note":"\ud800"}""")]
    [InlineData("""{"id":50,"note":"Sale \uD83D"}""")]
    [InlineData("""{"id":50,"note":"\ude00\ud83d"}""")]
    [InlineData("""{"id":50,"note":{"\udfff":["a",{"b":"\\\ud800\ud83d\ude00"}]}}""")]
    [InlineData("""{"id":50,"\ud800":1,"name":"n"}""")]
    [InlineData("""{"id":50,"name":"Sale \ud83d","description":"\udc00","currency":"\ud800\ud800","price":"\ud800"}""")]
    [InlineData("""{"id":50,"NAME":"\ud800","Name":["\ud800"]}""")]
    public async Task A_product_with_half_of_a_surrogate_pair_can_be_read_and_written(string json)
    {
        await using var server = RawServer.Start(exchange => exchange.AnswerAsync(200, json));
        await using var client = new TestClient(server.BaseAddress);

        var result = await client.Products.FetchAsync(50);

        Assert.True(result.Succeeded, result.Error?.ToString());
        var written = JsonSerializer.Serialize(result.Product);
        Assert.Contains(@"\uFFFD", written, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(@"\ud800", written, StringComparison.OrdinalIgnoreCase);
        Assert.All(Texts(JsonDocument.Parse(written).RootElement), Assert.NotNull);
        Assert.All(result.Product.AdditionalProperties?.Values ?? [], value => Assert.All(Texts(value), text => Assert.NotNull(text)));
    }

    [Theory]
    [InlineData("""{"id":"\ud800"}""")]
    [InlineData("""{"id":"7\ud83d"}""")]
    public async Task An_id_with_half_of_a_surrogate_pair_is_none(string json)
    {
        await using var server = RawServer.Start(exchange => exchange.AnswerAsync(200, json));
        await using var client = new TestClient(server.BaseAddress);

        var result = await client.Products.FetchAsync(7);

        Assert.Equal(FetchErrorKind.InvalidResponse, result.Error?.Kind);
        Assert.Contains("The product has no id", result.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_own_type_can_be_read_and_written_too()
    {
        using var response = new HttpResponseMessage(HttpStatusCode.OK);
        var reader = new ProductReader<Noted>(HalfSurrogateJson.Default.Noted);

        var product = reader.Read("7", response, """{"name":"\ud800","note":{"a":"\udc00"},"more":"\ud83d\ude00\ud83d"}"""u8, null).Product!;

        Assert.Equal(("\uFFFD", "\uFFFD"), (product.Name, product.Note.GetProperty("a").GetString()));
        Assert.Equal("\U0001F600\uFFFD", product.Others!["more"].GetString());
        Assert.NotEmpty(JsonSerializer.Serialize(product, HalfSurrogateJson.Default.Noted));
    }

    [Theory]
    [InlineData("\"plain\"", null)]
    [InlineData(@"""\ud83d\ude00 \u00e9 \\ud800 \""\n""", null)]
    [InlineData(@"""\\\ud800""", @"""\\\ufffd""")]
    [InlineData(@"""\ud800\u0041""", @"""\ufffd\u0041""")]
    [InlineData(@"""\ud83d\ud83d\ude00""", @"""\ufffd\ud83d\ude00""")]
    [InlineData(@"""\uDE00""", @"""\ufffd""")]
    [InlineData(@"""\ud8", null)]
    [InlineData(@"""\ud800\", @"""\ufffd\")]
    [InlineData(@"""\ud800\u", @"""\ufffd\u")]
    [InlineData(@"""\uzzzz\", null)]
    public void Halves_are_found_and_nothing_else_is_changed(string json, string? repaired)
    {
        var result = SurrogateEscapes.Repair(Encoding.UTF8.GetBytes(json));

        Assert.Equal(repaired, result is null ? null : Encoding.UTF8.GetString(result));
    }

    private static IEnumerable<string> Texts(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => [element.GetString()!],
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Texts),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => Texts(property.Value).Prepend(property.Name)),
        _ => [],
    };
}

internal sealed class Noted
{
    [JsonPropertyName("name")]
    public string? Name { get; set; }

    [JsonPropertyName("note")]
    public JsonElement Note { get; set; }

    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; set; }
}

[JsonSerializable(typeof(Noted))]
internal sealed partial class HalfSurrogateJson : JsonSerializerContext;
