using System.Text.Json.Serialization;

namespace ProductApi.Client.Products;

/// <summary>The metadata of the product type that most callers use.</summary>
[JsonSerializable(typeof(Product))]
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
internal sealed partial class ProductJsonContext : JsonSerializerContext;
