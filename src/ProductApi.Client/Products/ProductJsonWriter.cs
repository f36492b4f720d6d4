using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ProductApi.Client.Products;

/// <summary>Writes a product as the JSON object it is read from.</summary>
internal static class ProductJsonWriter
{
    public static void Write(Utf8JsonWriter writer, Product product, JsonSerializerOptions options)
    {
        var withNulls = options.DefaultIgnoreCondition is JsonIgnoreCondition.Never;
        writer.WriteStartObject();
        writer.WriteString("id", product.Id.ToString());
        WriteText("name", product.Name);
        WriteText("description", product.Description);
        if (product.Price is { } price && options.NumberHandling.HasFlag(JsonNumberHandling.WriteAsString))
            writer.WriteString("price", price.ToString(CultureInfo.InvariantCulture));
        else if (product.Price is { } number)
            writer.WriteNumber("price", number);
        else
            WriteNull("price");
        WriteText("currency", product.Currency);
        WriteOthers(writer, product);
        writer.WriteEndObject();

        void WriteText(string name, string? text)
        {
            if (text is not null)
                writer.WriteString(name, text);
            else
                WriteNull(name);
        }

        void WriteNull(string name)
        {
            if (withNulls && product.AdditionalProperties?.ContainsKey(name) != true)
                writer.WriteNull(name);
        }
    }

    private static void WriteOthers(Utf8JsonWriter writer, Product product)
    {
        foreach (var (name, value) in product.AdditionalProperties ?? Enumerable.Empty<KeyValuePair<string, JsonElement>>())
        {
            if (IsWritten(name, product))
                continue;
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }
    }

    private static bool IsWritten(string name, Product product) => name switch
    {
        "id" => true,
        "name" => product.Name is not null,
        "description" => product.Description is not null,
        "price" => product.Price is not null,
        "currency" => product.Currency is not null,
        _ => false,
    };
}
