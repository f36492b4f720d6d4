namespace ProductApi.Client;

/// <summary>Tells an <see cref="ProductClientOptions.ApiKeyProvider"/> why it is asked for a key.</summary>
public sealed class ApiKeyRequest
{
    /// <summary>Whether the server rejected the last key (401): a cached one is of no use then.</summary>
    /// <value>The default is <see langword="false"/>: a key is needed for the first time, or the last one expires.</value>
    public bool IsAfterRejection { get; init; }
}
