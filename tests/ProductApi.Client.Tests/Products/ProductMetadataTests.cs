using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ProductApi.Client.Products;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Products;

/// <summary>A product is read in one way, by the client, by callers, and in callers' own JSON contexts.</summary>
public sealed class ProductMetadataTests
{
    private const string Full = """{"id":"7","name":"Chair","description":"Four legs.","price":12.5,"currency":"EUR","colour":"red"}""";

    private readonly JsonTypeInfo<Product> _metadata = ProductJson.CreateTypeInfo();

    [Fact]
    public void Every_property_of_a_product_is_read()
    {
        var product = JsonSerializer.Deserialize(Full, _metadata)!;

        Assert.DoesNotContain(typeof(Product).GetProperties(), property => property.GetValue(product) is null);
    }

    [Theory]
    [InlineData(Full)]
    [InlineData("""{"name":null,"price":null,"currency":null,"id":7}""")]
    [InlineData("""{"id":"7","Name":"Chair","ID":"8","AdditionalProperties":{"id":"9"}}""")]
    [InlineData("""{"id":"7","id":"8","price":1,"price":null,"colour":1,"colour":2}""")]
    [InlineData("""{"id":"7","price":"much","name":1}""")]
    [InlineData("null")]
    public void A_product_is_read_and_written_alike_everywhere(string json)
    {
        var written = JsonSerializer.Serialize(JsonSerializer.Deserialize<Product>(json));

        Assert.Equal(written, JsonSerializer.Serialize(JsonSerializer.Deserialize(json, _metadata)));
        Assert.Equal(
            written, JsonSerializer.Serialize(JsonSerializer.Deserialize(json, TestJson.Default.Product), TestJson.Default.Product!));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"id":""}""")]
    [InlineData("""{"id":null}""")]
    [InlineData("""["7"]""")]
    public void What_has_no_id_is_no_product(string json)
    {
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Product>(json));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(json, _metadata));
    }
}
