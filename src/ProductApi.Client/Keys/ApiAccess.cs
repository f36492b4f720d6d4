using System.Diagnostics;

namespace ProductApi.Client.Keys;

/// <summary>Where requests go and with which key: settings that belong together, so that a reload replaces them together.</summary>
/// <param name="BaseAddress">The server's address.</param>
/// <param name="ProductPath">The path below it, with <c>{id}</c>.</param>
/// <param name="KeyHeader">The header that carries the key; null or empty when no key is sent.</param>
/// <param name="KeyScheme">The scheme before the key; null or empty when there is none.</param>
/// <param name="AllowsInsecureHttp">Whether the key may be sent over plain http to a host that is not loopback.</param>
/// <param name="Key">The key; null until a provider has been asked for it.</param>
[DebuggerDisplay("{BaseAddress}")]
internal sealed record ApiAccess(
    Uri BaseAddress, string ProductPath, string? KeyHeader, string? KeyScheme, bool AllowsInsecureHttp, ApiKey? Key)
{
    public static ApiAccess From(ProductClientOptions options) => new(
        options.BaseAddress!,
        options.ProductPath,
        options.ApiKeyHeader,
        options.ApiKeyScheme,
        options.AllowInsecureHttp,
        options.ApiKeyProvider is null ? new ApiKey(options.ApiKey, options.ApiKeyScheme) : null);

    public bool SendsKey => !string.IsNullOrEmpty(KeyHeader);

    /// <summary>Whether a handler that follows redirects takes the key to another server: .NET drops <c>Authorization</c> only.</summary>
    public bool IsKeyTakenAlong => SendsKey && !KeyHeader!.Equals("Authorization", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a key for the one may be sent to the other: everything but the key is the same.</summary>
    public bool IsSameServerAs(ApiAccess other) => this == other || this with { Key = null } == other with { Key = null };
}
