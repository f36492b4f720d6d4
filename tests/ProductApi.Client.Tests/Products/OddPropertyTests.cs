using System.Text.Json;

namespace ProductApi.Client.Tests.Products;

/// <summary>One odd property never loses a product: what does not fit is kept under the name that the server wrote.</summary>
[Trait("Contract", "26")]
public sealed class OddPropertyTests
{
    [Theory]
    [InlineData("\"21.99\"", "21.99")]
    [InlineData("\" 21.99 \"", "21.99")]
    [InlineData("\"\\u0032\\t\"", "2")]
    [InlineData("\"-5\"", "-5")]
    [InlineData("\"+5\"", "5")]
    [InlineData("\"1e3\"", "1000")]
    [InlineData("\"0.10\"", "0.10")]
    [InlineData("1E-2", "0.01")]
    [InlineData("79228162514264337593543950335", "79228162514264337593543950335")]
    public void A_price_is_read_from_a_number_or_a_string_that_holds_one(string json, string price)
    {
        var product = Read($$"""{"id":7,"price":{{json}}}""");

        Assert.Equal(price, product.Price?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Null(product.AdditionalProperties);
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\" \"")]
    [InlineData("\"21,99\"")]
    [InlineData("\"1,299.00\"")]
    [InlineData("\"$ 21.99\"")]
    [InlineData("\"0x10\"")]
    [InlineData("\"NaN\"")]
    [InlineData("\"Infinity\"")]
    [InlineData("\"on request\"")]
    [InlineData("1e29")]
    [InlineData("\"1e29\"")]
    [InlineData("-1e99999")]
    [InlineData("true")]
    [InlineData("[21.99]")]
    [InlineData("{\"amount\":5,\"currency\":\"EUR\"}")]
    public void A_price_that_is_no_number_is_kept_as_it_came(string json)
    {
        var product = Read($$"""{"price":{{json}},"id":7,"name":"Lamp"}""");

        Assert.Equal(("7", "Lamp", null), (product.Id.ToString(), product.Name, product.Price));
        Assert.Equal(json, product.AdditionalProperties?["price"].GetRawText());
    }

    [Theory]
    [InlineData("name")]
    [InlineData("description")]
    [InlineData("currency")]
    public void A_text_that_is_none_is_kept_as_it_came(string name)
    {
        Assert.All(["5", "true", "[\"Shirt\"]", "{\"en\":\"Shirt\",\"de\":\"Hemd\"}"], json =>
        {
            var product = Read($$"""{"id":7,"price":5,"{{name}}":{{json}}}""");

            Assert.Equal((null, null, null, 5), (product.Name, product.Description, product.Currency, product.Price));
            Assert.Equal(json, product.AdditionalProperties?[name].GetRawText());
        });
    }

    [Theory]
    [InlineData("""{"Id":7,"Name":"Lamp","Description":"Bright","Price":12.5,"Currency":"EUR"}""")]
    [InlineData("""{"ID":7,"NAME":"Lamp","DESCRIPTION":"Bright","PRICE":"12.5","CURRENCY":"EUR"}""")]
    [InlineData("""{"iD":"7","namE":"Lamp","\u0064ESCription":"Bright","pRice":12.5,"currencY":"EUR"}""")]
    public void Names_are_matched_without_regard_to_case(string json)
    {
        Assert.Equal(new Product { Id = 7, Name = "Lamp", Description = "Bright", Price = 12.5m, Currency = "EUR" }, Read(json));
    }

    [Theory]
    [InlineData("""{"id":1,"name":"a","Name":"b"}""", "a", "Name")]
    [InlineData("""{"id":1,"Name":"b","name":"a"}""", "a", "Name")]
    [InlineData("""{"id":1,"Name":"b","NAME":"c"}""", "b", "NAME")]
    [InlineData("""{"id":1,"NAME":"c","Name":"b","name":"a"}""", "a", "NAME,Name")]
    [InlineData("""{"id":1,"name":{},"Name":"b"}""", "b", "name")]
    [InlineData("""{"id":1,"Name":"b","name":{}}""", "b", "name")]
    [InlineData("""{"id":1,"Name":{},"NAME":"c"}""", "c", "Name")]
    [InlineData("""{"id":1,"Name":5}""", null, "Name")]
    [InlineData("""{"id":1,"name":null,"Name":"b"}""", "b", "")]
    [InlineData("""{"id":1,"Name":"b","name":null}""", "b", "")]
    [InlineData("""{"id":1,"Name":null,"NAME":null}""", null, "")]
    [InlineData("""{"id":1,"Name":"b","Name":null}""", null, "")]
    [InlineData("""{"id":1,"Name":"b","Name":"c"}""", "c", "")]
    public void Of_several_spellings_the_lower_case_one_is_used_else_the_first_and_none_is_lost(string json, string? name, string others)
    {
        var product = Read(json);

        Assert.Equal(name, product.Name);
        Assert.Equal(others, string.Join(",", product.AdditionalProperties?.Keys ?? []));
    }

    [Theory]
    [InlineData("""{"id":1,"price":1,"price":2}""", 2, null)]
    [InlineData("""{"id":1,"price":1,"price":null}""", null, null)]
    [InlineData("""{"id":1,"price":1,"price":"much"}""", null, "\"much\"")]
    [InlineData("""{"id":1,"price":"much","price":2}""", 2, null)]
    [InlineData("""{"id":1,"price":"much","price":{}}""", null, "{}")]
    [InlineData("""{"id":1,"price":"much","price":null}""", null, null)]
    public void Of_a_property_that_comes_twice_the_last_value_counts(string json, int? price, string? kept)
    {
        var product = Read(json);

        Assert.Equal(price, product.Price);
        Assert.Equal(kept, product.AdditionalProperties?.TryGetValue("price", out var value) == true ? value.GetRawText() : null);
    }

    [Theory]
    [InlineData("""{"id":{"$oid":"5"},"ID":7}""", "7")]
    [InlineData("""{"id":null,"Id":"7"}""", "7")]
    [InlineData("""{"id":"","Id":"7"}""", "7")]
    [InlineData("""{"ID":"8","id":"7"}""", "7")]
    public void Any_usable_id_makes_a_product(string json, string id) => Assert.Equal(id, Read(json).Id.ToString());

    [Theory]
    [InlineData("""{"_id":7,"productId":7,"name":"Lamp"}""", "The product has no id")]
    [InlineData("""{"id":{"value":7}}""", "The product has no id")]
    [InlineData("""{"id":7,"id":null}""", "The product has no id")]
    [InlineData("""{"id":"\ud800"}""", "The product has no id")]
    [InlineData("""{"product":{"id":7}}""", "AddProductClient<TProduct>")]
    [InlineData("""{"data":[{"id":7}]}""", "AddProductClient<TProduct>")]
    [InlineData("""[{"id":7}]""", "not an array")]
    [InlineData("\"7\"", "AddProductClient<TProduct>")]
    public void What_has_no_id_at_its_top_level_is_none_and_the_message_says_where_to_look(string json, string message)
    {
        Assert.Contains(message, Assert.Throws<JsonException>(() => Read(json)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_other_spellings_of_many_properties_are_read_in_linear_time()
    {
        var many = string.Join(",", Enumerable.Range(0, 100_000).Select(i => i % 2 == 0 ? "\"NAME\":\"x\"" : $"\"Name{i}\":{{}}"));

        var product = Read($$"""{"id":7,"Name":"a",{{many}},"name":"b"}""");

        Assert.Equal(("b", 50_002), (product.Name, product.AdditionalProperties!.Count));
    }

    private static Product Read(string json) => JsonSerializer.Deserialize<Product>(json)!;
}
