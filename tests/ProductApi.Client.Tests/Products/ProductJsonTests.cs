using System.Text.Json;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Products;

public sealed class ProductJsonTests
{
    private const string Full = """
        {
          "id": "7", "name": "Ünï\u0063ode \uD83D\uDE00", "description": "line\nbreak", "price": 1234567890.123456789, "currency": "EUR",
          "stock": { "here": 3, "there": [1, 2] }, "Name": "with a capital", "tags": null
        }
        """;

    [Theory]
    [InlineData("\"7\"", "7")]
    [InlineData("7", "7")]
    [InlineData("-1", "-1")]
    [InlineData("9223372036854775807", "9223372036854775807")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890")]
    [InlineData("7.50", "7.50")]
    [InlineData("\"0f8fad5b-d9cb-469f-a165-70867728950e\"", "0f8fad5b-d9cb-469f-a165-70867728950e")]
    [InlineData("\"a\\/b\\u00fc\"", "a/bü")]
    [InlineData("\" \"", " ")]
    [Trait("Contract", "16")]
    public async Task An_id_is_read_from_a_JSON_string_or_number(string json, string id)
    {
        var product = await FetchAsync($$"""{"id":{{json}}}""", id);

        Assert.Equal(id, product.Id.ToString());
        Assert.Null(product.AdditionalProperties);
    }

    [Fact]
    [Trait("Contract", "16")]
    public async Task Nothing_the_server_sent_is_lost()
    {
        var product = await FetchAsync(Full);

        Assert.Equal(
            ("7", "Ünïcode \U0001F600", "line\nbreak", 1234567890.123456789m, "EUR"),
            (product.Id.ToString(), product.Name, product.Description, product.Price, product.Currency));
        Assert.Equal(["Name", "stock", "tags"], product.AdditionalProperties!.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(2, product.AdditionalProperties["stock"].GetProperty("there")[1].GetInt32());
        Assert.Equal(JsonValueKind.Null, product.AdditionalProperties["tags"].ValueKind);
    }

    [Fact]
    [Trait("Contract", "16")]
    public async Task A_product_survives_the_round_trip_through_JSON()
    {
        var product = await FetchAsync(Full);

        var written = JsonSerializer.Serialize(product, TestJson.Default.Product);

        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(Full).RootElement, JsonDocument.Parse(written).RootElement), written);
    }

    [Fact]
    [Trait("Contract", "16")]
    public async Task All_but_the_id_may_be_missing_or_null()
    {
        var missing = await FetchAsync("""{"id":7}""");
        var isNull = await FetchAsync("""{"id":7,"name":null,"description":null,"price":null,"currency":null}""");

        Assert.Equal(new Product { Id = 7 }, missing);
        Assert.Equal(new Product { Id = 7 }, isNull);
    }

    [Fact]
    [Trait("Contract", "16")]
    public void Ids_are_written_as_JSON_strings()
    {
        ProductId[] ids = [7, "a\"b", default];

        Assert.Equal("""["7","a\u0022b",""]""", JsonSerializer.Serialize(ids, TestJson.Default.ProductIdArray));
        Assert.Equal(ids, JsonSerializer.Deserialize("""[7,"a\u0022b",""]""", TestJson.Default.ProductIdArray)!);
    }

    private static async Task<Product> FetchAsync(string json, string id = "7")
    {
        await using var server = RawServer.Start(exchange => exchange.AnswerAsync(200, json));
        await using var client = new TestClient(server.BaseAddress);

        var result = await client.Products.FetchAsync(id);

        Assert.True(result.Succeeded, result.Error?.ToString());
        return result.Product;
    }
}
