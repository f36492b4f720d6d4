using System.Text.Json;
using System.Text.Json.Serialization;

namespace ProductApi.Client;

/// <summary>A product as most product APIs describe it. Everything else that the server sent is kept in
/// <see cref="AdditionalProperties"/>.</summary>
/// <remarks>
/// <para>JSON is read and written by <see cref="ProductJsonConverter"/>, which says how names are matched and what happens to a value that
/// does not fit. Only an answer without an id is refused.</para>
/// <para>A service whose API has a schema of its own registers its own type,
/// <c>services.AddProductClient(MyJsonContext.Default.MyProduct, configuration.GetSection("ProductApi"))</c>,
/// and injects <see cref="IProductClient{TProduct}"/>.</para>
/// </remarks>
[JsonConverter(typeof(ProductJsonConverter))]
public sealed record class Product
{
    /// <summary>The id, as the server wrote it: a JSON string or number.</summary>
    /// <remarks>
    /// <para>An answer without an id, or with an empty one, is <see cref="FetchErrorKind.InvalidResponse"/>.</para>
    /// <para>So is an answer about another product than the one asked for, as far as that can be told: both ids are GUIDs and differ, or
    /// both have the same form and differ in a number, such as 7 and 8 or <c>sku-7</c> and <c>SKU-8</c>. Ids of different forms, letters
    /// that differ in case only and leading zeros are accepted, and so is a product that names the id asked for as text in another property
    /// (sku, code, number, key, EAN, GTIN, UPC, ISBN or barcode). Product types of your own are not compared.</para>
    /// </remarks>
    public required ProductId Id { get; init; }

    /// <summary>The name.</summary>
    /// <value>The default is <see langword="null"/>: the server sent none, or one that is not a JSON string.</value>
    public string? Name { get; init; }

    /// <summary>The description.</summary>
    /// <value>The default is <see langword="null"/>: the server sent none, or one that is not a JSON string.</value>
    public string? Description { get; init; }

    /// <summary>The price, in units of <see cref="Currency"/>.</summary>
    /// <value>The default is <see langword="null"/>: the server sent none, or one that is not a number within the range of
    /// <see cref="decimal"/>.</value>
    public decimal? Price { get; init; }

    /// <summary>The currency of <see cref="Price"/>, usually an ISO 4217 code such as <c>EUR</c>.</summary>
    /// <value>The default is <see langword="null"/>: the server sent none, or one that is not a JSON string.</value>
    public string? Currency { get; init; }

    /// <summary>Every other property that the server sent, and those whose value does not fit its property, by the name that the server
    /// wrote.</summary>
    /// <value>The default is <see langword="null"/>: there are none.</value>
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
