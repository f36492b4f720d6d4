using System.Text.Json;
using System.Text.Json.Serialization;
using ProductApi.Client.Products;

namespace ProductApi.Client;

/// <summary>Reads a <see cref="Product"/> from a JSON object and writes it as one.</summary>
/// <remarks>
/// <para>Reading accepts what many servers send:</para>
/// <list type="bullet">
/// <item>Property names are matched without regard to case. Where a name comes in several spellings, the lower-case one is used if its
/// value fits, else the first other one whose value fits; the rest are kept in <see cref="Product.AdditionalProperties"/>. Of one spelling
/// that comes several times, the last is used.</item>
/// <item><see cref="Product.Price"/> is read from a JSON number, or from a JSON string that holds a number such as <c>21.99</c>: an
/// optional sign, digits, a decimal point, an exponent, and blanks around them.</item>
/// <item>A value that does not fit its property is kept in <see cref="Product.AdditionalProperties"/> under the name that the server wrote,
/// and the property is <see langword="null"/>. A JSON <c>null</c> is not kept.</item>
/// <item>Half of an escaped surrogate pair (such as <c>\ud83d</c> alone) is valid JSON but no character. It is replaced by U+FFFD, in names
/// and values alike, so that every text can be read and written.</item>
/// </list>
/// <para>Only an object without a usable id, a JSON string or number at its top level, is refused.</para>
/// <para>Public so that source-generated JSON contexts of callers can use it. Thread-safe.</para>
/// </remarks>
public sealed class ProductJsonConverter : JsonConverter<Product>
{
    /// <inheritdoc/>
    /// <exception cref="JsonException">The value is not an object, or it has no usable id.</exception>
    public override Product Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ProductJsonReader.Read(ref reader);

    /// <inheritdoc/>
    /// <remarks>No name is written twice: an additional property with the name of a property that has a value is left out.</remarks>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public override void Write(Utf8JsonWriter writer, Product value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(options);
        ProductJsonWriter.Write(writer, value, options);
    }
}
