using System.Globalization;
using System.Text.Json.Serialization;

namespace ProductApi.Client;

/// <summary>The id of a product: any text that the server uses as one.</summary>
/// <remarks>
/// <para>Made by conversion from a <see cref="string"/>, an integer or a <see cref="Guid"/>, or by <see cref="From(string?)"/>. Making an
/// id never throws.</para>
/// <para>An id is sent escaped, as one segment of the request's path. One that cannot be sent gives a result with
/// <see cref="FetchErrorKind.InvalidId"/> and no request: an empty one, <see langword="default"/>, one with a control character, half of a
/// surrogate pair or a dot segment such as <c>..</c>, and one that makes an address of more than 8,000 characters.</para>
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
    /// <returns>The text, unchanged.</returns>
    public static ProductId From(string? value) => new(value);

    /// <summary>Makes an id of a number.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The number in decimal digits, without separators, in any culture.</returns>
    public static ProductId From(int value) => new(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Makes an id of a number.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The number in decimal digits, without separators, in any culture.</returns>
    public static ProductId From(long value) => new(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Makes an id of a number.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The number in decimal digits, without separators, in any culture.</returns>
    public static ProductId From(uint value) => new(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Makes an id of a number.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The number in decimal digits, without separators, in any culture.</returns>
    public static ProductId From(ulong value) => new(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Makes an id of a GUID.</summary>
    /// <param name="value">The GUID.</param>
    /// <returns>The GUID as 32 lower-case hexadecimal digits with hyphens.</returns>
    public static ProductId From(Guid value) => new(value.ToString());

    /// <summary>Makes an id of a text.</summary>
    /// <param name="value">The text; <see langword="null"/> counts as empty.</param>
    public static implicit operator ProductId(string? value) => From(value);

    /// <summary>Makes an id of a number.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator ProductId(int value) => From(value);

    /// <summary>Makes an id of a number.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator ProductId(long value) => From(value);

    /// <summary>Makes an id of a number.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator ProductId(uint value) => From(value);

    /// <summary>Makes an id of a number.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator ProductId(ulong value) => From(value);

    /// <summary>Makes an id of a number.</summary>
    /// <param name="value">The number.</param>
    /// <remarks>It is also the conversion that the compiler takes for a <see cref="byte"/>.</remarks>
    public static implicit operator ProductId(ushort value) => From(value);

    /// <summary>Makes an id of a GUID.</summary>
    /// <param name="value">The GUID.</param>
    public static implicit operator ProductId(Guid value) => From(value);

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
