using ProductApi.Client.Products;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Products;

[Trait("Contract", "16")]
public sealed class AnsweredIdTests
{
    private static readonly string Long = new('9', 100_000);

    [Theory]
    [InlineData("7", "8")]
    [InlineData("7", "70")]
    [InlineData("-7", "7")]
    [InlineData("7", "-7")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567891")]
    [InlineData("sku-7", "sku-8")]
    [InlineData("SKU-7", "sku-8")]
    [InlineData("A1-2", "A1-3")]
    [InlineData("0f8fad5b-d9cb-469f-a165-70867728950e", "7c9e6679-7425-40de-944b-e07fc1f90ae7")]
    [InlineData("0f8fad5b-d9cb-469f-a165-70867728950e", "{7C9E6679-7425-40DE-944B-E07FC1F90AE7}")]
    public void Ids_of_one_form_that_differ_are_those_of_two_products(string asked, string answered)
    {
        Assert.True(AnsweredId.IsAnother(asked, answered));
    }

    [Theory]
    [InlineData("""{"id":42,"sku":"10001","name":"Lamp"}""", true)]
    [InlineData("""{"id":42,"EAN":"10001"}""", true)]
    [InlineData("""{"id":42,"sku":10001}""", false)]
    [InlineData("""{"id":42,"stock":"10001"}""", false)]
    [InlineData("""{"id":42,"sku":"10002"}""", false)]
    public async Task A_product_that_names_the_id_as_its_number_in_the_shop_is_the_one_asked_for(string body, bool isProduct)
    {
        var server = new ScriptedServer(_ => ScriptedServer.Json(System.Net.HttpStatusCode.OK, body));
        await using var client = TestClient.Scripted(server);

        var result = await client.Products.FetchAsync("10001");

        Assert.Equal(isProduct ? null : FetchErrorKind.InvalidResponse, result.Error?.Kind);
    }

    [Theory]
    [InlineData("7", "7")]
    [InlineData("007", "7")]
    [InlineData("-0", "0")]
    [InlineData("-07", "-7")]
    [InlineData("ABC", "abc")]
    [InlineData("sku-07", "SKU-7")]
    [InlineData("sku-7", "123")]
    [InlineData("123", "sku-7")]
    [InlineData("7", "7.0")]
    [InlineData("7", " 7")]
    [InlineData("7", "1e3")]
    [InlineData("latest", "42")]
    [InlineData("blue-lamp", "lamp-in-blue")]
    [InlineData("abc", "xyz")]
    [InlineData("blue-lamp", "0f8fad5b-d9cb-469f-a165-70867728950e")]
    [InlineData("0f8fad5b-d9cb-469f-a165-70867728950e", "{0F8FAD5B-D9CB-469F-A165-70867728950E}")]
    [InlineData("0f8fad5bd9cb469fa16570867728950e", "0f8fad5b-d9cb-469f-a165-70867728950e")]
    [InlineData("A-1", "A-1-2")]
    public void Ids_that_may_be_two_ways_to_write_one_are_accepted(string asked, string answered)
    {
        Assert.False(AnsweredId.IsAnother(asked, answered));
    }

    [Fact]
    public void Ids_of_any_length_are_compared()
    {
        Assert.False(AnsweredId.IsAnother("000" + Long, Long));
        Assert.True(AnsweredId.IsAnother(Long + "1", Long + "2"));
    }

    [Fact]
    public async Task A_product_with_another_products_id_is_InvalidResponse()
    {
        await using var server = RawServer.Start(exchange => exchange.AnswerAsync(200, """{"id":"7","name":"Lamp"}"""));
        await using var client = new TestClient(server.BaseAddress);

        var results = await client.Products.FetchManyAsync(["7", "8", "sku-9"]);

        Assert.Equal([null, FetchErrorKind.InvalidResponse, null], results.Select(result => result.Error?.Kind));
        Assert.Contains("its id is '7'", results[1].Error!.Message, StringComparison.Ordinal);
    }
}
