using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ProductApi.Client.Products;

/// <summary>How a <see cref="Product"/> is read: through its setters. What is generated for init-only properties collects the values in an
/// array first, boxed, at one and a half times the cost.</summary>
internal static class ProductJson
{
    public static JsonTypeInfo<Product> CreateTypeInfo()
    {
        var options = ProductJsonContext.Default.Options;
        return JsonMetadataServices.CreateObjectInfo(options, new JsonObjectInfoValues<Product>
        {
            ObjectCreator = static () => new Product { Id = default },
            PropertyMetadataInitializer = _ =>
            [
                Property<ProductId>(options, "id", SetId),
                Property<string?>(options, "name", SetName),
                Property<string?>(options, "description", SetDescription),
                Property<decimal?>(options, "price", SetPrice),
                Property<string?>(options, "currency", SetCurrency),
                JsonMetadataServices.CreatePropertyInfo(options, new JsonPropertyInfoValues<IDictionary<string, JsonElement>?>
                {
                    DeclaringType = typeof(Product),
                    IsExtensionData = true,
                    IsProperty = true,
                    IsPublic = true,
                    PropertyName = nameof(Product.AdditionalProperties),
                    Getter = static product => ((Product)product).AdditionalProperties,
                    Setter = static (product, value) => ((Product)product).AdditionalProperties = value,
                }),
            ],
        });
    }

    private static JsonPropertyInfo Property<T>(JsonSerializerOptions options, string name, Action<Product, T> set) =>
        JsonMetadataServices.CreatePropertyInfo(options, new JsonPropertyInfoValues<T>
        {
            DeclaringType = typeof(Product),
            IsProperty = true,
            IsPublic = true,
            PropertyName = name,
            Setter = (product, value) => set((Product)product, value!),
        });

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_Id")]
    private static extern void SetId(Product product, ProductId value);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_Name")]
    private static extern void SetName(Product product, string? value);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_Description")]
    private static extern void SetDescription(Product product, string? value);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_Price")]
    private static extern void SetPrice(Product product, decimal? value);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_Currency")]
    private static extern void SetCurrency(Product product, string? value);
}
