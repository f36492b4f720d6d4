namespace ProductApi.Client.Keys;

/// <summary>A request that may be sent under the key.</summary>
/// <param name="IsProbe">Whether it is sent to find out about the key.</param>
/// <param name="Witness">The product to ask for instead of the item's own: one that was served.</param>
internal readonly record struct KeyPass(bool IsProbe, ProductId? Witness);
