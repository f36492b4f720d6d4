using System.Text.Json.Serialization;

namespace ProductApi.Client.Benchmarks.Peers;

/// <summary>A product as somebody writes it down who knows the server.</summary>
internal sealed record Item(string Id, string Name, string? Description, decimal Price, string Currency)
{
    public bool Is(int id) => int.Parse(Id, null) == id;
}

[JsonSerializable(typeof(Item))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class ItemJson : JsonSerializerContext;
