namespace ProductApi.Client.Pipeline;

/// <summary>Makes a request for one attempt: handlers of the caller's may add to it what must not be there twice.</summary>
internal static class RequestCopy
{
    public static ProductRequest Of(HttpRequestMessage original, RequestState state)
    {
        var copy = new ProductRequest(original.RequestUri!, state)
        {
            Method = original.Method,
            Version = original.Version,
            VersionPolicy = original.VersionPolicy,
            Content = original.Content,
        };
        foreach (var (name, values) in original.Headers.NonValidated)
            copy.Headers.TryAddWithoutValidation(name, values);
        IDictionary<string, object?> options = copy.Options;
        foreach (var (name, value) in original.Options)
            options[name] = value;
        return copy;
    }
}
