using System.Text.Json.Serialization.Metadata;

namespace ProductApi.Client.Products;

/// <summary>How a <see cref="Product"/> is read: by <see cref="ProductJsonConverter"/>, as callers read it too.</summary>
internal static class ProductJson
{
    public static JsonTypeInfo<Product> CreateTypeInfo() => ProductJsonContext.Default.Product;
}
