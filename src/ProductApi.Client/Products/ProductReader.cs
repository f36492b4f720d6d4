using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using ProductApi.Client.Bodies;
using ProductApi.Client.Keys;

namespace ProductApi.Client.Products;

/// <summary>Reads the body of a successful answer: a product, or the reason why it is none.</summary>
internal sealed class ProductReader<TProduct>(JsonTypeInfo<TProduct> json)
    where TProduct : class
{
    // A product type's own code may throw anything; that too concerns this item alone.
    public ProductOutcome<TProduct> Read(ProductId id, HttpResponseMessage response, ReadOnlySpan<byte> body, Secrets? secrets)
    {
        try
        {
            var utf8 = Charset.ToUtf8(response.Content, body);

            // The serializer looks only at the strings it reads; others would throw later, in the caller's code.
            if (!Utf8.IsValid(utf8))
                return new(null, FetchErrorMapper.MapNotUtf8(id, response, body, secrets));
            if (typeof(TProduct) != typeof(Product))
                utf8 = SurrogateEscapes.Repair(utf8) ?? utf8;

            var product = JsonSerializer.Deserialize(utf8, json);
            if (product is null)
                return new(null, FetchErrorMapper.MapUnreadable(id, response, body, exception: null, secrets));
            return FindFault(id, product, utf8, secrets) is { } fault
                ? new(null, FetchErrorMapper.MapUnusable(id, response, body, fault, secrets))
                : new(product, null);
        }
        catch (Exception exception)
        {
            return new(null, FetchErrorMapper.MapUnreadable(id, response, body, exception, secrets));
        }
    }

    private string? FindFault(ProductId id, TProduct product, ReadOnlySpan<byte> utf8, Secrets? secrets)
    {
        if (product is not Product { Id: var answered, AdditionalProperties: var others })
            return KnownProperties.FindMismatch(json, product, utf8);
        return AnsweredId.IsAnother(id.ToString(), answered.ToString()) && !AnsweredId.IsNamedIn(others, id.ToString())
            ? $"its id is '{SafeText.Detail(answered.ToString(), secrets)}'; a cache or a proxy may have mixed up two answers"
            : null;
    }
}
