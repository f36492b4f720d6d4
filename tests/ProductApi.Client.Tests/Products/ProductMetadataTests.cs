using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ProductApi.Client.Products;

namespace ProductApi.Client.Tests.Products;

/// <summary>The client reads a product through metadata of its own: they must say what the type's attributes say.</summary>
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
    [InlineData("null")]
    public void A_product_is_read_as_its_attributes_say(string json) => Assert.Equal(
        JsonSerializer.Serialize(JsonSerializer.Deserialize<Product>(json)),
        JsonSerializer.Serialize(JsonSerializer.Deserialize(json, _metadata)));

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"id":""}""")]
    [InlineData("""{"id":null}""")]
    [InlineData("""{"id":"7","price":"much"}""")]
    [InlineData("""{"id":"7","name":1}""")]
    [InlineData("""["7"]""")]
    public void What_is_no_product_by_its_attributes_is_none(string json)
    {
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Product>(json));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(json, _metadata));
    }
}
