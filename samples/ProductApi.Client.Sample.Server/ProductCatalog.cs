using System.Globalization;

namespace ProductApi.Client.Sample.Server;

internal sealed record CatalogProduct(string Id, string Name, string Description, decimal Price, string Currency, int Stock);

/// <summary>Products 1 to <paramref name="count"/>, each made from its id alone.</summary>
internal sealed class ProductCatalog(int count)
{
    public bool Contains(string? text, out int id) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out id) && id >= 1 && id <= count;

    public static CatalogProduct Create(int id)
    {
        var text = id.ToString(CultureInfo.InvariantCulture);
        var cents = 100 + (id * 1237L % 99_900);
        var stock = (int)(id * 7L % 100);
        return new CatalogProduct(text, $"Product {text}", $"The description of product {text}.", cents / 100m, "EUR", stock);
    }
}
