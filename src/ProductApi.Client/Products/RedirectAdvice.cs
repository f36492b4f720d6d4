using ProductApi.Client.Keys;

namespace ProductApi.Client.Products;

/// <summary>Which settings would spare a redirect.</summary>
internal static class RedirectAdvice
{
    private const string Unknown = "set BaseAddress to the final address";

    public static string For(HttpResponseMessage response, Secrets? secrets, ApiAccess access)
    {
        if (response.RequestMessage?.RequestUri is not { IsAbsoluteUri: true } sent
            || !response.Headers.NonValidated.TryGetValues("Location", out var location)
            || secrets?.AreQuotedIn(location.ToString()) == true
            || !Uri.TryCreate(sent, location.ToString(), out var target)
            || sent.Query != target.Query
            || (target.Scheme != sent.Scheme && target.Scheme != Uri.UriSchemeHttps))
        {
            return Unknown;
        }

        var productPath = ProductPath(sent.AbsolutePath, target.AbsolutePath, access.ProductPath);
        var origin = target.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
        var baseAddress = origin == sent.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)
            ? null
            : origin + access.BaseAddress.AbsolutePath;
        return (productPath, baseAddress) switch
        {
            (null, _) => Unknown,
            _ when baseAddress is null && productPath == access.ProductPath => Unknown,
            _ when baseAddress is null => $"set ProductPath to {Quote(productPath)}",
            _ when productPath == access.ProductPath => $"set BaseAddress to {Quote(baseAddress)}",
            _ => $"set BaseAddress to {Quote(baseAddress)} and ProductPath to {Quote(productPath)}",
        };

        string Quote(string address) => $"'{SafeText.Detail(address, secrets)}'";
    }

    /// <summary>The setting that leads to the target; null when the paths differ by more than a slash at the end.</summary>
    private static string? ProductPath(string sent, string target, string setting)
    {
        var pathLength = setting.IndexOf('?') is >= 0 and var query ? query : setting.Length;
        if (target == sent)
            return setting;
        if (target == sent + "/")
            return setting.Insert(pathLength, "/");
        return target + "/" == sent && setting[..pathLength].EndsWith('/') ? setting.Remove(pathLength - 1, 1) : null;
    }
}
