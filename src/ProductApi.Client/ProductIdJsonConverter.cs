using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ProductApi.Client;

/// <summary>Reads a <see cref="ProductId"/> from a JSON string or number and writes it as a JSON string.</summary>
/// <remarks>Public so that source-generated JSON contexts of callers can use it for their own product types.</remarks>
public sealed class ProductIdJsonConverter : JsonConverter<ProductId>
{
    /// <inheritdoc/>
    /// <exception cref="JsonException">The value is neither a string nor a number.</exception>
    public override ProductId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TryRead(ref reader, out var id) ? id : throw new JsonException("A product id is a JSON string or number.");

    /// <inheritdoc/>
    /// <exception cref="ArgumentNullException"><paramref name="writer"/> is null.</exception>
    public override void Write(Utf8JsonWriter writer, ProductId value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value.ToString());
    }

    /// <inheritdoc/>
    public override ProductId ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.GetString());

    /// <inheritdoc/>
    /// <exception cref="ArgumentNullException"><paramref name="writer"/> is null.</exception>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, ProductId value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WritePropertyName(value.ToString());
    }

    internal static bool TryRead(ref Utf8JsonReader reader, out ProductId id)
    {
        id = reader.TokenType switch
        {
            JsonTokenType.String => new ProductId(reader.GetString()),
            JsonTokenType.Number => new ProductId(Encoding.UTF8.GetString(
                reader.HasValueSequence ? System.Buffers.BuffersExtensions.ToArray(reader.ValueSequence) : reader.ValueSpan)),
            _ => default,
        };
        return reader.TokenType is JsonTokenType.String or JsonTokenType.Number;
    }
}
