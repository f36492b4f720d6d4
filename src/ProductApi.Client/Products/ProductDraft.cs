using System.Globalization;
using System.Text.Json;

namespace ProductApi.Client.Products;

/// <summary>The values of a product's own properties, as far as they have been read.</summary>
internal struct ProductDraft
{
    private const NumberStyles Number = NumberStyles.Float;

    private ProductId _id;
    private string? _name;
    private string? _description;
    private decimal? _price;
    private string? _currency;

    public readonly bool HasId => _id != default;

    /// <summary>Takes the value at which the reader stands, if it fits the property.</summary>
    public bool TrySet(ProductProperties property, ref Utf8JsonReader reader) => property switch
    {
        ProductProperties.Id => TryReadId(ref reader),
        ProductProperties.Name => TryReadText(ref reader, ref _name),
        ProductProperties.Description => TryReadText(ref reader, ref _description),
        ProductProperties.Price => TryReadPrice(ref reader),
        _ => TryReadText(ref reader, ref _currency),
    };

    public void Clear(ProductProperties property)
    {
        switch (property)
        {
            case ProductProperties.Id: _id = default; break;
            case ProductProperties.Name: _name = null; break;
            case ProductProperties.Description: _description = null; break;
            case ProductProperties.Price: _price = null; break;
            default: _currency = null; break;
        }
    }

    // An id is never repaired: it would be another one.
    private bool TryReadId(ref Utf8JsonReader reader) =>
        !JsonText.HasHalfOfSurrogatePair(ref reader) && ProductIdJsonConverter.TryRead(ref reader, out _id) && _id != default;

    private static bool TryReadText(ref Utf8JsonReader reader, ref string? text)
    {
        if (reader.TokenType != JsonTokenType.String)
            return false;

        text = JsonText.ReadString(ref reader);
        return true;
    }

    private bool TryReadPrice(ref Utf8JsonReader reader)
    {
        decimal price;
        var isPrice = reader.TokenType switch
        {
            JsonTokenType.Number => reader.TryGetDecimal(out price),
            JsonTokenType.String when !reader.ValueIsEscaped && !reader.HasValueSequence =>
                decimal.TryParse(reader.ValueSpan, Number, CultureInfo.InvariantCulture, out price),
            JsonTokenType.String => decimal.TryParse(JsonText.ReadString(ref reader), Number, CultureInfo.InvariantCulture, out price),
            _ => (price = 0) != 0,
        };
        if (isPrice)
            _price = price;
        return isPrice;
    }

    public readonly Product ToProduct(IDictionary<string, JsonElement>? others) => new()
    {
        Id = _id,
        Name = _name,
        Description = _description,
        Price = _price,
        Currency = _currency,
        AdditionalProperties = others is { Count: > 0 } ? others : null,
    };
}
