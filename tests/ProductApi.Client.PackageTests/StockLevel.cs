using System.Text.Json.Serialization;

namespace Shop;

/// <summary>The service's own view of a product.</summary>
internal sealed record StockLevel(string Id, int Stock);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StockLevel))]
internal sealed partial class ShopJson : JsonSerializerContext;
