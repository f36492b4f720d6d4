using ProductApi.Client.Keys;

namespace ProductApi.Client.Pipeline;

/// <summary>Tells whether a request goes to the server that the configured address stands for, so that it may carry the key.</summary>
/// <remarks>That is the configured origin itself (RFC 6454, section 5); or the endpoint that service discovery put in place of it; or,
/// where the configured address is a bare service name, which no public host has, the endpoint that another handler put in place of it
/// without touching the path.</remarks>
internal static class ResolvedAddress
{
    private static readonly HttpRequestOptionsKey<Uri> EndpointKey = new("ProductApi.Client.ResolvedEndpoint");

    /// <summary>Notes what service discovery put in place of the configured address, or in place of what it had put there before. Where it
    /// was given another address, the configured one is not resolved.</summary>
    /// <param name="request">The request as it is behind service discovery.</param>
    /// <param name="before">Its address in front of it.</param>
    /// <param name="configured">The configured address.</param>
    public static void Note(HttpRequestMessage request, Uri before, Uri configured)
    {
        var isResolved = request.Options.TryGetValue(EndpointKey, out var endpoint);
        if (IsSameOrigin(before, configured) || (isResolved && IsSameOrigin(before, endpoint!)))
            request.Options.Set(EndpointKey, request.RequestUri!);
        else if (!isResolved)
            request.Options.Set(EndpointKey, configured);
    }

    /// <summary>Why the request must not carry the key; null when it may.</summary>
    /// <param name="request">The request as it is about to be sent.</param>
    /// <param name="made">Its address as this library made it; null when the request was made by somebody else.</param>
    /// <param name="access">Where the key belongs.</param>
    public static string? Refuse(HttpRequestMessage request, Uri? made, ApiAccess access)
    {
        if (request.RequestUri is not { IsAbsoluteUri: true } target)
            return "the request has no absolute address";
        var isConfigured = IsSameOrigin(target, access.BaseAddress);
        if (!isConfigured && !IsResolved(request, target, made, access.BaseAddress))
            return $"it belongs to {Origin(access.BaseAddress)}, and the request went to {Origin(target)}";

        var isReadable = !access.AllowsInsecureHttp && target.Scheme == Uri.UriSchemeHttp && !target.IsLoopback;
        if (!isReadable)
            return null;
        var resolved = isConfigured ? Origin(target) : $"{Origin(access.BaseAddress)} was resolved to {Origin(target)}, which";
        return $"{resolved} would get it over plain http, and that is not allowed (AllowInsecureHttp)";
    }

    private static bool IsResolved(HttpRequestMessage request, Uri target, Uri? made, Uri configured) =>
        request.Options.TryGetValue(EndpointKey, out var endpoint)
            ? IsSameOrigin(target, endpoint)
            : IsServiceName(configured) && made is not null && made.AbsolutePath == target.AbsolutePath;

    /// <summary>Whether an address names a service to be resolved: by a scheme such as <c>https+http</c>, or by a host without a
    /// dot.</summary>
    public static bool IsServiceName(Uri address) =>
        address.Scheme.Contains('+', StringComparison.Ordinal)
        || address.Host.StartsWith('_')
        || (address.HostNameType == UriHostNameType.Dns && !address.Host.Contains('.', StringComparison.Ordinal) && !address.IsLoopback);

    public static bool IsSameOrigin(Uri target, Uri own) =>
        target.Port == own.Port
        && target.Scheme.Equals(own.Scheme, StringComparison.OrdinalIgnoreCase)
        && target.IdnHost.Equals(own.IdnHost, StringComparison.OrdinalIgnoreCase);

    private static string Origin(Uri address) => $"{address.Scheme}://{address.Authority}";
}
