using ProductApi.Client.Keys;
using ProductApi.Client.Products;

namespace ProductApi.Client.Tests.Products;

public sealed class ProductUriTests
{
    [Theory]
    [InlineData("https://products.test", "products/{id}", "https://products.test/products/a%2Fb")]
    [InlineData("https://products.test/v1/", "products/{id}", "https://products.test/v1/products/a%2Fb")]
    [InlineData("https://products.test/v1", "items/{id}/full?x=1", "https://products.test/v1/items/a%2Fb/full?x=1")]
    public void The_id_is_one_segment_of_the_path(string baseAddress, string path, string expected)
    {
        Assert.Equal(expected, Uris(baseAddress, path).For("a/b")?.AbsoluteUri);
    }

    [Theory]
    [InlineData('x', 7965, true)]
    [InlineData('x', 7966, false)]
    [InlineData('/', 2655, true)]
    [InlineData('/', 2656, false)]
    public void An_address_has_at_most_8000_characters(char character, int length, bool hasAddress)
    {
        // https://products.test/v1/ + products/ + the id + ?
        var address = Uris("https://products.test/v1", "products/{id}?").For(new string(character, length));

        Assert.Equal(hasAddress, address is not null);
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("a/../b", "it contains a dot segment, which would lead to another path")]
    [InlineData(".", "it contains a dot segment, which would lead to another path")]
    [InlineData("..\\b", "it contains a dot segment, which would lead to another path")]
    [InlineData("a\nb", "it contains a control character")]
    [InlineData("a\uD83D\uDE00b", null)]
    [InlineData("a.b..c/...", null)]
    [InlineData("7", null)]
    public void An_id_that_cannot_be_sent_says_why(string id, string? reason)
    {
        Assert.Equal(reason, ProductUri.Reject(id));
    }

    [Fact]
    public void Half_of_a_surrogate_pair_cannot_be_sent()
    {
        string[] ids = ["\uD83D", "a\uDE00b", "a\uD83D\uDE00\uD83D"];

        Assert.All(ids, id => Assert.Equal("it contains half of a surrogate pair", ProductUri.Reject(id)));
    }

    private static ProductUri Uris(string baseAddress, string path) =>
        new(new Uri(baseAddress), ApiAccess.From(new ProductClientOptions { BaseAddress = new Uri(baseAddress), ProductPath = path }));
}
