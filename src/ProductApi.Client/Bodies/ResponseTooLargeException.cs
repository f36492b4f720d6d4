namespace ProductApi.Client.Bodies;

/// <summary>A body longer than <see cref="ProductClientOptions.MaxResponseBytes"/>.</summary>
internal sealed class ResponseTooLargeException(int limit)
    : Exception(FormattableString.Invariant($"The body is larger than {limit:N0} bytes."));
