using System.Net;
using ProductApi.Client.Keys;
using ProductApi.Client.Products;

namespace ProductApi.Client.Tests.Products;

/// <summary>A redirect that a setting would spare names the setting.</summary>
public sealed class RedirectAdviceTests
{
    private const string General = "set BaseAddress to the final address";

    [Theory]
    [InlineData("/v1/products/7/", "set ProductPath to 'products/{id}/'")]
    [InlineData("7/", "set ProductPath to 'products/{id}/'")]
    [InlineData("https://a.test:443/v1/products/7/", "set ProductPath to 'products/{id}/'")]
    [InlineData("https://b.test/v1/products/7", "set BaseAddress to 'https://b.test/v1'")]
    [InlineData("https://a.test:8443/v1/products/7", "set BaseAddress to 'https://a.test:8443/v1'")]
    [InlineData("//b.test/v1/products/7/", "set BaseAddress to 'https://b.test/v1' and ProductPath to 'products/{id}/'")]
    [InlineData("https://user:word@b.test/v1/products/7", "set BaseAddress to 'https://b.test/v1'")]
    [InlineData("/v1/products/7", General)]
    [InlineData("/v1/products/7//", General)]
    [InlineData("/v1/products/7/?a=1", General)]
    [InlineData("/v2/products/7", General)]
    [InlineData("/sign-in", General)]
    [InlineData("http://a.test/v1/products/7", General)]
    [InlineData("ftp://a.test/v1/products/7", General)]
    [InlineData("https://s3cr3t.b.test/v1/products/7", General)]
    [InlineData("https://[/", General)]
    [InlineData("", General)]
    public void The_setting_that_spares_the_redirect_is_named(string location, string advice)
    {
        Assert.Equal(advice, Advice("https://a.test/v1", "products/{id}", "https://a.test/v1/products/7", location));
    }

    [Theory]
    [InlineData("products/{id}/", "https://a.test/products/7/", "https://a.test/products/7", "set ProductPath to 'products/{id}'")]
    [InlineData("items/{id}?x=1", "https://a.test/items/7?x=1", "/items/7/?x=1", "set ProductPath to 'items/{id}/?x=1'")]
    [InlineData("items/{id}/?x=1", "https://a.test/items/7/?x=1", "/items/7?x=1", "set ProductPath to 'items/{id}?x=1'")]
    [InlineData("products/{id}", "http://a.test/products/7", "https://a.test/products/7", "set BaseAddress to 'https://a.test/'")]
    public void Slashes_are_added_removed_and_kept_apart_from_a_query(string path, string sent, string location, string advice)
    {
        Assert.Equal(advice, Advice("https://a.test", path, sent, location));
    }

    private static string Advice(string baseAddress, string productPath, string sent, string location)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, sent);
        using var response = new HttpResponseMessage(HttpStatusCode.MovedPermanently) { RequestMessage = request };
        response.Headers.TryAddWithoutValidation("Location", location);
        var options = new ProductClientOptions { BaseAddress = new Uri(baseAddress), ProductPath = productPath };
        return RedirectAdvice.For(response, new ProductApi.Client.Keys.Secrets("s3cr3t"), ApiAccess.From(options));
    }
}
