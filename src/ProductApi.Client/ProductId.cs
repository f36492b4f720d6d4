using System.Globalization;
using System.Text.Json.Serialization;

namespace ProductApi.Client;

/// <summary>The id of a product: any text the server uses as one. Ids are data, escaped into one path segment of the request.</summary>
/// <remarks>
/// <para>Made from a <see cref="string"/>, an <see cref="int"/>, a <see cref="long"/> or a <see cref="Guid"/>; conversion never throws.
/// An id that cannot be sent (empty, <see langword="default"/>, a control character, a lone surrogate, a dot segment such as <c>..</c>)
/// gives a result with <see cref="FetchErrorKind.InvalidId"/> and no request.</para>
/// <para>Two ids are equal when their texts are equal, compared ordinally.</para>
/// </remarks>
[JsonConverter(typeof(ProductIdJsonConverter))]
public readonly record struct ProductId
{
    private readonly string? _value;

    /// <summary>Makes an id of a text.</summary>
    /// <param name="value">The text; <see langword="null"/> counts as empty.</param>
    public ProductId(string? value) => _value = value;

    /// <summary>Makes an id of a text.</summary>
    /// <param name="value">The text; <see langword="null"/> counts as empty.</param>
    public static implicit operator ProductId(string? value) => new(value);

    /// <summary>Makes an id of a number, written in invariant decimal digits.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator ProductId(int value) => new(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Makes an id of a number, written in invariant decimal digits.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator ProductId(long value) => new(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Makes an id of a GUID, written as 32 lower-case digits with hyphens.</summary>
    /// <param name="value">The GUID.</param>
    public static implicit operator ProductId(Guid value) => new(value.ToString());

    /// <summary>Returns the id as it was given, unescaped; the empty string for <see langword="default"/>.</summary>
    /// <returns>The raw id.</returns>
    public override string ToString() => _value ?? string.Empty;

    /// <summary>Tells whether the other id has the same text.</summary>
    /// <param name="other">The other id.</param>
    /// <returns><see langword="true"/> when the texts are equal, compared ordinally.</returns>
    public bool Equals(ProductId other) => string.Equals(ToString(), other.ToString(), StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(ToString());
}
