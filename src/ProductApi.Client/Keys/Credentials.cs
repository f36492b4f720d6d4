using System.Text.RegularExpressions;

namespace ProductApi.Client.Keys;

/// <summary>Finds credentials that nobody told us of by what stands around them.</summary>
/// <remarks>Every repetition is bounded, so that the longest text takes no more than its length.</remarks>
internal static partial class Credentials
{
    public static string HideIn(string text, bool isCut)
    {
        text = UserInformation().Replace(text, "$1" + Secret.Mask + "$2");
        text = Authorization().Replace(text, "$1" + Secret.Mask);
        text = Scheme().Replace(text, "$1" + Secret.Mask);
        text = WebToken().Replace(text, Secret.Mask);
        return isCut ? UnfinishedAuthority().Replace(text, "$1" + Secret.Mask) : text;
    }

    public static bool AreIn(string text) =>
        HasUserInformation(text) || Authorization().IsMatch(text) || Scheme().IsMatch(text) || WebToken().IsMatch(text);

    // What is masked already is none.
    private static bool HasUserInformation(string text)
    {
        foreach (Match match in UserInformation().Matches(text))
        {
            if (!match.Value.Contains(Secret.Mask, StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    // scheme://user:password@, also in an address that is quoted in JSON or in another address.
    [GeneratedRegex(@"((?::|%3A)(?:\\?/|\\u002F|%2F){2})[^\s/?#""<>\\]{1,2048}(@|%40)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex UserInformation();

    // An authority that the end of the text has cut off may be user information yet.
    [GeneratedRegex(@"((?::|%3A)(?:\\?/|\\u002F|%2F){2})[^\s/?#""<>\\]{1,2048}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex UnfinishedAuthority();

    // A header line, or a property of that name: one word behind a scheme; without one, a word that looks like a credential.
    [GeneratedRegex(
        @"((?i:authorization)[""'\\]{0,4}\s{0,8}[:=]\s{0,8}[""'\\]{0,4})"
        + @"(?:(?i:Bearer|Basic|Digest|Negotiate|NTLM|Token|ApiKey|Hawk|OAuth|Signature|AWS4-HMAC-SHA256)\s{1,8}[^\s""'\\,;<>]{1,4096}"
        + @"|(?=[^\s""'\\,;<>]{0,64}(?:[0-9=+/_]|[a-z][A-Z]))[^\s""'\\,;<>]{6,4096})",
        RegexOptions.CultureInvariant)]
    private static partial Regex Authorization();

    // "Bearer authentication required" and Basic realm="..." are no credentials.
    [GeneratedRegex(
        @"\b((?i:Bearer|Basic|Negotiate|NTLM)(?:\s{1,8}|\+|%20|:\s?)[""'\\]{0,2})"
        + @"(?:(?=[A-Za-z0-9._~+/%-]{0,64}(?:[0-9]|[a-z][A-Z]|=))(?>[A-Za-z0-9._~+/%-]{6,4096}={0,2})|(?>[A-Za-z0-9._~+/%-]{24,4096}={0,2}))(?![""'=])",
        RegexOptions.CultureInvariant)]
    private static partial Regex Scheme();

    // {" in Base64 is what each of them begins with.
    [GeneratedRegex(@"\beyJ[A-Za-z0-9_-]{12,4096}(?:\.[A-Za-z0-9_-]{0,4096}){0,4}", RegexOptions.CultureInvariant)]
    private static partial Regex WebToken();
}
