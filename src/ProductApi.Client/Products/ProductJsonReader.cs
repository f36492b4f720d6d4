using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ProductApi.Client.Products;

/// <summary>Reads one product: what fits a property becomes its value, everything else is kept under the name that the server
/// wrote.</summary>
internal ref struct ProductJsonReader
{
    private const string Advice = "Read other shapes with a type of your own (AddProductClient<TProduct>).";
    private const NumberStyles Number = NumberStyles.Float;

    private ProductId _id;
    private string? _name;
    private string? _description;
    private decimal? _price;
    private string? _currency;
    private Dictionary<string, JsonElement>? _others;

    // Which properties have a value, under their own name or another spelling of it, and which had one that does not fit.
    private ProductProperties _named;
    private ProductProperties _otherwiseSpelled;
    private ProductProperties _unfit;

    public static Product Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException($"A product is a JSON object, not {Describe(reader.TokenType)}. {Advice}");

        var start = reader;
        var product = default(ProductJsonReader);
        if (!product.TryReadProperties(ref reader))
        {
            reader = start;
            product = default;
            product.ReadAllSpellings(ref reader);
        }

        return product.ToProduct();
    }

    /// <summary>Reads up to the end, unless two spellings of one name compete or another spelling's value does not fit.</summary>
    private bool TryReadProperties(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var property = ProductPropertyNames.Match(ref reader, out var isExact);
            if (property == ProductProperties.None || (!isExact && _named.HasFlag(property)))
            {
                Keep(ref reader, property);
            }
            else if (_otherwiseSpelled.HasFlag(property))
            {
                return false;
            }
            else if (isExact)
            {
                reader.Read();
                SetOrKeep(property, ref reader);
            }
            else
            {
                reader.Read();
                if (TrySet(property, ref reader))
                    _otherwiseSpelled |= property;
                else if (reader.TokenType != JsonTokenType.Null)
                    return false;
            }
        }

        return true;
    }

    private void ReadAllSpellings(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var property = ProductPropertyNames.Match(ref reader, out var isExact);
            if (property == ProductProperties.None || !isExact)
            {
                Keep(ref reader, property);
                continue;
            }

            reader.Read();
            SetOrKeep(property, ref reader);
        }

        foreach (var (name, value) in _others?.ToArray() ?? [])
        {
            var property = ProductPropertyNames.Match(Encoding.UTF8.GetBytes(name), out var isExact);
            if (property == ProductProperties.None || isExact || (_named | _otherwiseSpelled).HasFlag(property))
                continue;

            var valueReader = new Utf8JsonReader(Encoding.UTF8.GetBytes(value.GetRawText()), JsonText.Lenient);
            valueReader.Read();
            if (!TrySet(property, ref valueReader))
                continue;

            _otherwiseSpelled |= property;
            _others!.Remove(name);
        }
    }

    // Of one spelling the last value counts, whatever it is.
    private void SetOrKeep(ProductProperties property, ref Utf8JsonReader reader)
    {
        if (_unfit.HasFlag(property))
            _others!.Remove(ProductPropertyNames.NameOf(property));
        _unfit &= ~property;
        if (TrySet(property, ref reader))
        {
            _named |= property;
            return;
        }

        Clear(property);
        _named &= ~property;
        if (reader.TokenType == JsonTokenType.Null)
            return;

        (_others ??= [])[ProductPropertyNames.NameOf(property)] = JsonText.ReadElement(ref reader);
        _unfit |= property;
    }

    // Another spelling of a known name that is null says no more than that name does.
    private void Keep(ref Utf8JsonReader reader, ProductProperties property)
    {
        var name = JsonText.ReadString(ref reader);
        reader.Read();
        if (property != ProductProperties.None && reader.TokenType == JsonTokenType.Null)
            _others?.Remove(name);
        else
            (_others ??= [])[name] = JsonText.ReadElement(ref reader);
    }

    private bool TrySet(ProductProperties property, ref Utf8JsonReader reader) => property switch
    {
        ProductProperties.Id => TryReadId(ref reader),
        ProductProperties.Name => TryReadText(ref reader, ref _name),
        ProductProperties.Description => TryReadText(ref reader, ref _description),
        ProductProperties.Price => TryReadPrice(ref reader),
        _ => TryReadText(ref reader, ref _currency),
    };

    private void Clear(ProductProperties property)
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

    private readonly Product ToProduct() => _id != default
        ? new Product
        {
            Id = _id,
            Name = _name,
            Description = _description,
            Price = _price,
            Currency = _currency,
            AdditionalProperties = _others is { Count: > 0 } ? _others : null,
        }
        : throw new JsonException($"The product has no id at its top level. {Advice}");

    private static string Describe(JsonTokenType token) => token == JsonTokenType.StartArray ? "an array" : "a single value";
}
