using System.Text.Json.Serialization;

namespace ProductApi.Client.Tests.Support;

/// <summary>A product type of a caller's own: without an id, with fields the library has never heard of.</summary>
internal sealed record Article([property: JsonPropertyName("sku")] string Sku, [property: JsonPropertyName("stock")] int Stock);

[JsonSerializable(typeof(Article))]
[JsonSerializable(typeof(Product))]
[JsonSerializable(typeof(ProductId[]))]
internal sealed partial class TestJson : JsonSerializerContext;
