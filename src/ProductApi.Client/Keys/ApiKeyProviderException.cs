namespace ProductApi.Client.Keys;

/// <summary>The caller's key provider failed. Without the exception behind it, whose text may hold the key.</summary>
internal sealed class ApiKeyProviderException(Exception exception)
    : HttpRequestException($"The ApiKeyProvider failed with {exception.GetType().Name}: {exception.Message}");
