namespace ProductApi.Client.Products;

/// <summary>The properties of a <see cref="Product"/> that have a name of their own in JSON.</summary>
[Flags]
internal enum ProductProperties
{
    None = 0,
    Id = 1,
    Name = 2,
    Description = 4,
    Price = 8,
    Currency = 16,
}
