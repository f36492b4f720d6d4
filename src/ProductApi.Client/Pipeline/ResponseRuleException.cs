namespace ProductApi.Client.Pipeline;

/// <summary>The caller's <see cref="ProductClientOptions.ResponseRule"/> threw.</summary>
internal sealed class ResponseRuleException(Exception exception)
    : Exception($"ResponseRule failed with {exception.GetType().Name}: {exception.Message}", exception);
