using System.Text;
using System.Text.Json;

namespace ProductApi.Client.Products;

/// <summary>Reads one product: what fits a property becomes its value, everything else is kept under the name that the server
/// wrote.</summary>
internal ref struct ProductJsonReader
{
    private const string Advice = "Read other shapes with a type of your own (AddProductClient<TProduct>).";

    private ProductDraft _draft;
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

        return product._draft.HasId
            ? product._draft.ToProduct(product._others)
            : throw new JsonException($"The product has no id at its top level. {Advice}");
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
                if (_draft.TrySet(property, ref reader))
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
            if (!_draft.TrySet(property, ref valueReader))
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
        if (_draft.TrySet(property, ref reader))
        {
            _named |= property;
            return;
        }

        _draft.Clear(property);
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

    private static string Describe(JsonTokenType token) => token == JsonTokenType.StartArray ? "an array" : "a single value";
}
