using System.Text.Json.Serialization;

namespace ProductApi.Client.Fetching;

[JsonSerializable(typeof(Product))]
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
internal sealed partial class ProductJsonContext : JsonSerializerContext;
