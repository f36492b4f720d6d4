using System.Text.Json;
using System.Text.Json.Serialization;

namespace ProductApi.Client.Tests.Products;

/// <summary>Callers write products as JSON and read them again, with options of their own.</summary>
[Trait("Contract", "26")]
public sealed class ProductRoundTripTests
{
    private static readonly JsonSerializerOptions WithoutNulls = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };
    private static readonly JsonSerializerOptions WithoutDefaults =
        new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault };
    private static readonly JsonSerializerOptions WithNumbersAsText = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.WriteAsString,
    };

    [Theory]
    [InlineData("""{"id":"7","name":"Lamp","description":null,"price":12.50,"currency":"EUR","stock":{"here":[1,2]},"tag":null}""")]
    [InlineData("""{"id":"7","name":{"en":"Shirt"},"description":5,"price":"","currency":false}""")]
    [InlineData("""{"id":"7","name":"a","description":null,"price":null,"currency":null,"Name":"b","ID":8}""")]
    public void What_was_read_is_written_and_read_again_as_it_was(string json)
    {
        var written = JsonSerializer.Serialize(JsonSerializer.Deserialize<Product>(json));
        var again = JsonSerializer.Serialize(JsonSerializer.Deserialize<Product>(written));

        Assert.Equal(written, again);
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(json).RootElement, JsonDocument.Parse(written).RootElement), written);
    }

    [Fact]
    public void No_name_is_written_twice()
    {
        var product = JsonSerializer.Deserialize<Product>("""{"id":"7","name":5,"price":"much"}""")! with { Name = "Lamp" };

        Assert.Equal(
            """{"id":"7","name":"Lamp","description":null,"currency":null,"price":"much"}""", JsonSerializer.Serialize(product));
    }

    [Fact]
    public void Nulls_are_left_out_where_the_callers_options_say_so()
    {
        Assert.Equal("""{"id":"7","price":1.5}""", JsonSerializer.Serialize(new Product { Id = 7, Price = 1.5m }, WithoutNulls));
        Assert.Equal("""{"id":"","price":1.5}""", JsonSerializer.Serialize(new Product { Id = "", Price = 1.5m }, WithoutDefaults));
    }

    [Fact]
    public void A_price_is_written_as_text_where_the_callers_options_say_so()
    {
        var written = JsonSerializer.Serialize(new Product { Id = 7, Price = 1.50m }, WithNumbersAsText);

        Assert.Equal("""{"id":"7","price":"1.50"}""", written);
        Assert.Equal(1.50m, JsonSerializer.Deserialize<Product>(written, WithNumbersAsText)!.Price);
    }

    [Fact]
    public async Task Products_are_read_from_streams_and_as_parts_of_other_types()
    {
        var json = $$"""{"products":[{"id":1,"note":"{{new string('x', 100_000)}}","NAME":"a","name":"b"},null,{"Id":2,"price":"3"}]}""";
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(json));

        var page = await JsonSerializer.DeserializeAsync<Dictionary<string, Product?[]>>(stream);

        Assert.Equal(["1", null, "2"], page!["products"].Select(product => product?.Id.ToString()));
        Assert.Equal(("b", 3), (page["products"][0]!.Name, page["products"][2]!.Price));
    }
}
