using System.Text.Json.Serialization.Metadata;
using ProductApi.Client.Products;

namespace ProductApi.Client.Benchmarks.Peers;

/// <summary>What a product is read into and how. Contenders are comparable only where they share it.</summary>
/// <param name="Name">The type, for people.</param>
/// <param name="Json">The metadata every contender reads with.</param>
/// <param name="Id">The id of what was read.</param>
internal sealed record ReadAs<TProduct>(string Name, JsonTypeInfo<TProduct> Json, Func<TProduct, string> Id)
    where TProduct : class
{
    public bool IsProduct(TProduct product, int id) => int.Parse(Id(product), null) == id;
}

internal static class ReadAs
{
    /// <summary>A type of the caller's, with the metadata the compiler generates for it.</summary>
    public static ReadAs<PlainProduct> PlainProduct { get; } =
        new("a class of the caller's, PlainProduct", PlainProductJson.Default.PlainProduct, product => product.Id);

    /// <summary>The library's own type with the library's own metadata, lent to the others.</summary>
    public static ReadAs<Product> Product { get; } =
        new("this library's Product", ProductJson.CreateTypeInfo(), product => product.Id.ToString());
}
