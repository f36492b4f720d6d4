using System.Text.Json;
using System.Text.Json.Serialization;

namespace ProductApi.Client;

/// <summary>A product as most product APIs describe it. Whatever else the server sent is kept in <see cref="AdditionalProperties"/>.</summary>
/// <remarks>
/// A service whose API has a schema of its own registers its own type:
/// <c>services.AddProductClient(MyJsonContext.Default.MyProduct, configuration.GetSection("ProductApi"))</c>
/// and injects <see cref="IProductClient{TProduct}"/>.
/// </remarks>
public sealed record class Product : IJsonOnDeserialized
{
    /// <summary>The product's id as the server wrote it (JSON string or number). An answer without it is
    /// <see cref="FetchErrorKind.InvalidResponse"/>.</summary>
    [JsonPropertyName("id")]
    public required ProductId Id { get; init; }

    /// <summary>The name, if the server sent one.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>The description, if the server sent one.</summary>
    [JsonPropertyName("description")]
    public string? Description { get; init; }

    /// <summary>The price in units of <see cref="Currency"/>, if the server sent one.</summary>
    [JsonPropertyName("price")]
    public decimal? Price { get; init; }

    /// <summary>The currency of <see cref="Price"/>, usually an ISO 4217 code, if the server sent one.</summary>
    [JsonPropertyName("currency")]
    public string? Currency { get; init; }

    /// <summary>Every other property the server sent, by its JSON name; <see langword="null"/> when there was none.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    void IJsonOnDeserialized.OnDeserialized()
    {
        if (Id == default)
            throw new JsonException("The product has no id.");
    }
}
