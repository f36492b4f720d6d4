using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Products;

/// <summary>Products as shops write them, through the whole client.</summary>
[Trait("Contract", "26")]
public sealed class ShopAnswerTests
{
    [Fact]
    public async Task A_price_in_quotes_is_a_price()
    {
        var product = await FetchAsync(799, """{"id":799,"name":"A book","price":"21.99","regular_price":"21.99","sale_price":""}""");

        Assert.Equal(21.99m, product.Price);
        Assert.Equal("", product.AdditionalProperties!["sale_price"].GetString());
    }

    [Fact]
    public async Task A_name_in_several_languages_is_kept()
    {
        var product = await FetchAsync(803, """{"id":803,"name":{"en":"Shirt","de":"Hemd"},"price":5}""");

        Assert.Equal((null, 5), (product.Name, product.Price));
        Assert.Equal("Hemd", product.AdditionalProperties!["name"].GetProperty("de").GetString());
    }

    [Theory]
    [InlineData("""{"Id":7,"Name":"Lamp","Price":12.5}""")]
    [InlineData("""{"ID":7,"NAME":"Lamp","PRICE":12.5}""")]
    public async Task Names_in_any_case_are_read(string body)
    {
        Assert.Equal(new Product { Id = 7, Name = "Lamp", Price = 12.5m }, await FetchAsync(7, body));
    }

    private static async Task<Product> FetchAsync(ProductId id, string body)
    {
        await using var server = RawServer.Start(exchange => exchange.AnswerAsync(200, body));
        await using var client = new TestClient(server.BaseAddress);

        var result = await client.Products.FetchAsync(id);

        Assert.True(result.Succeeded, result.Error?.ToString());
        return result.Product;
    }
}
