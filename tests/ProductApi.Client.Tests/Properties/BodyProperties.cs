using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using CsCheck;
using ProductApi.Client.Products;
using ProductApi.Client.Tests.Support;
using Xunit.Abstractions;

namespace ProductApi.Client.Tests.Properties;

/// <summary>Whatever bytes a server sends as a product: the product that System.Text.Json makes of them, or InvalidResponse.</summary>
public sealed class BodyProperties(ITestOutputHelper output)
{
    // 1,024 characters of evidence and the words around it.
    private const int LongestMessage = 1024 + 256;

    [Fact]
    [Trait("Contract", "16")]
    [Trait("Speed", "Slow")]
    public Task Any_body_is_a_product_or_an_InvalidResponse() =>
        Bodies.Any.Array[1, 40].SampleAsync(async bodies =>
        {
            foreach (var (result, body) in (await FetchAsync(bodies)).Zip(bodies))
                Check(result, body);
        }, output.WriteLine, iter: Samples.Or(300), print: bodies => string.Join("\n", bodies.Select(Convert.ToHexString)));

    private static async Task<IReadOnlyList<FetchResult<Product>>> FetchAsync(byte[][] bodies)
    {
        using var server = new ScriptedServer(request => new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new ByteArrayContent(bodies[int.Parse(request.Id, null)]),
        });
        await using var client = TestClient.Scripted(server);
        return await client.Products.FetchManyAsync(Enumerable.Range(0, bodies.Length));
    }

    private static void Check(FetchResult<Product> result, byte[] body)
    {
        var expected = Read(body, result.ProductId.ToString());
        Assert.Equal(expected is not null, result.Succeeded);
        Assert.Equal(1, result.Attempts);
        if (expected is not null)
        {
            Assert.Equal(Text(expected), Text(result.Product!));
            return;
        }

        Assert.Equal(FetchErrorKind.InvalidResponse, result.Error!.Kind);
        Assert.InRange(result.Error.Message.Length, 1, LongestMessage);
        Assert.DoesNotContain(result.Error.Message, char.IsControl);
    }

    private static Product? Read(byte[] body, string id)
    {
        try
        {
            var json = body.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? body.AsSpan(3) : body;
            var product = Utf8.IsValid(body) ? JsonSerializer.Deserialize<Product>(json) : null;
            return product is null || AnsweredId.IsAnother(id, product.Id.ToString()) ? null : product;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string Text(Product product) => string.Join("|",
        product.Id, product.Name, product.Description, product.Price, product.Currency,
        string.Join("|", product.AdditionalProperties?.Select(property => property.Key + ":" + property.Value.GetRawText()) ?? []));
}
