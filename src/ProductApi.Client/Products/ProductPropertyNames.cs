using System.Text;
using System.Text.Json;

namespace ProductApi.Client.Products;

/// <summary>The JSON names of a product's properties. No two of them have the same length.</summary>
internal static class ProductPropertyNames
{
    /// <summary>The property whose name the reader stands at; <see cref="ProductProperties.None"/> when it is another one.</summary>
    public static ProductProperties Match(ref Utf8JsonReader reader, out bool isExact) =>
        reader.ValueIsEscaped || reader.HasValueSequence
            ? Match(Encoding.UTF8.GetBytes(JsonText.ReadString(ref reader)), out isExact)
            : Match(reader.ValueSpan, out isExact);

    public static ProductProperties Match(ReadOnlySpan<byte> name, out bool isExact)
    {
        var (property, expected) = name.Length switch
        {
            2 => (ProductProperties.Id, "id"),
            4 => (ProductProperties.Name, "name"),
            5 => (ProductProperties.Price, "price"),
            8 => (ProductProperties.Currency, "currency"),
            11 => (ProductProperties.Description, "description"),
            _ => (ProductProperties.None, ""),
        };
        isExact = Ascii.Equals(name, expected);
        return isExact || Ascii.EqualsIgnoreCase(name, expected) ? property : ProductProperties.None;
    }

    public static string NameOf(ProductProperties property) => property switch
    {
        ProductProperties.Id => "id",
        ProductProperties.Name => "name",
        ProductProperties.Description => "description",
        ProductProperties.Price => "price",
        _ => "currency",
    };
}
