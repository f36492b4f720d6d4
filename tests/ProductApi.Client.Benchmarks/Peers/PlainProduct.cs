using System.Text.Json.Serialization;

namespace ProductApi.Client.Benchmarks.Peers;

/// <summary>A product as somebody writes it down who knows the server: a class whose properties are set one by one, which is what the
/// serializer reads fastest.</summary>
internal sealed class PlainProduct
{
    public string Id { get; set; } = "";

    public string? Name { get; set; }

    public string? Description { get; set; }

    public decimal Price { get; set; }

    public string? Currency { get; set; }
}

[JsonSerializable(typeof(PlainProduct))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class PlainProductJson : JsonSerializerContext;
