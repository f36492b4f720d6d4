using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ProductApi.Client.Products;

/// <summary>Finds an answer of which a product type knows no property: its object is then empty, whatever the server sent.</summary>
internal static class KnownProperties
{
    private const int MostQuoted = 3;

    /// <summary>What is wrong when no name matches; null when one does, or when the type takes what it has no property for.</summary>
    /// <param name="json">The metadata of the product type.</param>
    /// <param name="product">The product that was read from the body.</param>
    /// <param name="body">A body that could be read.</param>
    public static string? FindMismatch(JsonTypeInfo json, object product, ReadOnlySpan<byte> body)
    {
        if (json.Kind != JsonTypeInfoKind.Object || product.GetType() != json.Type || json.Properties is not { Count: > 0 } properties)
            return null;

        var options = json.Options;
        var reader = new Utf8JsonReader(body, new JsonReaderOptions
        {
            AllowTrailingCommas = options.AllowTrailingCommas,
            CommentHandling = options.ReadCommentHandling,
            MaxDepth = options.MaxDepth,
        });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (IsKnown(properties, ref reader, options.PropertyNameCaseInsensitive))
                return null;
            reader.Skip();
        }

        return properties.Any(property => property.IsExtensionData) ? null : Describe(json, properties);
    }

    private static bool IsKnown(IList<JsonPropertyInfo> properties, ref Utf8JsonReader reader, bool ignoresCase)
    {
        var name = ignoresCase ? reader.GetString() : null;
        for (var i = 0; i < properties.Count; i++)
        {
            var property = properties[i].Name;
            if (ignoresCase ? property.Equals(name, StringComparison.OrdinalIgnoreCase) : reader.ValueTextEquals(property))
                return true;
        }

        return false;
    }

    private static string Describe(JsonTypeInfo json, IList<JsonPropertyInfo> properties)
    {
        var names = string.Join(", ", properties.Take(MostQuoted).Select(property => $"'{property.Name}'"));
        var more = properties.Count > MostQuoted ? ", ..." : "";
        var cure = json.Options.PropertyNameCaseInsensitive
            ? "give them their JSON names with [JsonPropertyName]"
            : "set PropertyNamingPolicy or PropertyNameCaseInsensitive in its [JsonSourceGenerationOptions], or use [JsonPropertyName]";
        return $"it has none of the properties of {json.Type.Name} ({names}{more}). If they are named otherwise, {cure}";
    }
}
