using System.Net;

namespace ProductApi.Client.Keys;

/// <summary>What requests sign in to a proxy with: the platform quotes a proxy's address in its exceptions as it was set.</summary>
internal static class ProxyCredentials
{
    private static readonly string[] Variables = ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"];

    /// <summary>User information of the addresses in the environment.</summary>
    public static IEnumerable<string> FromEnvironment() =>
        from variable in Variables
        from name in new[] { variable, variable.ToLowerInvariant() }
        let information = UserInformation(Environment.GetEnvironmentVariable(name))
        where information.Length > 0
        select information;

    /// <summary>The same of a proxy that a handler was given.</summary>
    public static IEnumerable<string> Of(IWebProxy? proxy)
    {
        if (proxy is not WebProxy { Address: { } address } own)
            yield break;
        if (address.UserInfo.Length > 0)
            yield return address.UserInfo;
        if (Credential(own.Credentials, address) is { Password.Length: > 0 } credential)
            yield return $"{Uri.EscapeDataString(credential.UserName)}:{Uri.EscapeDataString(credential.Password)}";
    }

    private static NetworkCredential? Credential(ICredentials? credentials, Uri address) =>
        credentials as NetworkCredential ?? credentials?.GetCredential(address, "Basic");

    // A variable may leave the scheme out.
    private static string UserInformation(string? address)
    {
        var text = address ?? string.Empty;
        var start = text.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme ? scheme + 3 : 0;
        var end = text.LastIndexOf('@');
        return end > start ? text[start..end] : string.Empty;
    }
}
