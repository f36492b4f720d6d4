using System.Text.Json;
using System.Text.Json.Serialization;

namespace ProductApi.Client.Products;

/// <summary>The types of a product's properties.</summary>
[JsonSerializable(typeof(ProductId))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(decimal?))]
[JsonSerializable(typeof(IDictionary<string, JsonElement>))]
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
internal sealed partial class ProductJsonContext : JsonSerializerContext;
