using Microsoft.Extensions.Options;
using ProductApi.Client.Keys;
using ProductApi.Client.Pipeline;

namespace ProductApi.Client.Registration;

/// <summary>Checks one client's settings. Written by hand, because every message names the setting, its value and the rule.</summary>
/// <param name="clientName">The client's name.</param>
/// <param name="settingPrefix">What stands before a setting's name.</param>
/// <param name="keyVariable">The environment variable that a missing key could come from.</param>
/// <param name="mistakenName">What to tell about the client's name where the address is missing, if anything.</param>
internal sealed class ProductClientOptionsValidator(
    string clientName, string settingPrefix, string? keyVariable, Func<string?> mistakenName)
    : IValidateOptions<ProductClientOptions>
{
    private const string IdPlaceholder = "{id}";
    private const int LongestQuote = 200;

    // Below a day: configuration that says 1 means a day, and hardly anybody means that.
    private static readonly TimeSpan LongestWait = new(23, 59, 59);

    public ValidateOptionsResult Validate(string? name, ProductClientOptions options)
    {
        if (name != clientName)
            return ValidateOptionsResult.Skip;

        string[] failures =
        [
            .. Check(nameof(options.BaseAddress), BaseAddressProblem(options)),
            .. Check(nameof(options.ProductPath), ProductPathProblem(options.ProductPath)),
            .. Check(nameof(options.ApiKeyHeader), HeaderProblem(options.ApiKeyHeader)),
            .. Check(nameof(options.ApiKeyScheme), SchemeProblem(options.ApiKeyScheme)),
            .. Check(nameof(options.ApiKey), KeyProblem(options)),
            .. Check(nameof(options.MaxConcurrency), RangeProblem(options.MaxConcurrency, 1, 10_000)),
            .. Check(nameof(options.ConnectTimeout), RangeProblem(options.ConnectTimeout, Milliseconds(50), TimeSpan.FromMinutes(5))),
            .. Check(nameof(options.AttemptTimeout), RangeProblem(options.AttemptTimeout, Milliseconds(50), TimeSpan.FromMinutes(10))),
            .. Check(nameof(options.MaxRetryAttempts), RangeProblem(options.MaxRetryAttempts, 0, 10)),
            .. Check(nameof(options.RetryBaseDelay), RangeProblem(options.RetryBaseDelay, TimeSpan.Zero, TimeSpan.FromSeconds(30))),
            .. Check(nameof(options.MaxRetryAfter), RangeProblem(options.MaxRetryAfter, TimeSpan.Zero, LongestWait)),
            .. Check(nameof(options.OutagePatience), RangeProblem(options.OutagePatience, TimeSpan.Zero, LongestWait)),
            .. Check(nameof(options.MaxResponseBytes), RangeProblem(options.MaxResponseBytes, 1, 512 * 1024 * 1024)),
        ];

        if (failures.Length == 0)
            return ValidateOptionsResult.Success;

        // A message quotes the value at fault, and somebody may have put the key there.
        var secrets = new Secrets(string.IsNullOrWhiteSpace(options.ApiKey) ? null : options.ApiKey);
        return ValidateOptionsResult.Fail(failures.Select(failure => secrets.Mask(failure)));
    }

    private IEnumerable<string> Check(string setting, string? problem) => problem is null ? [] : [$"{settingPrefix}{setting} {problem}"];

    private string? BaseAddressProblem(ProductClientOptions options)
    {
        const string Example = "such as https://api.example.com/v1.";
        if (options.BaseAddress is not { } address || string.IsNullOrWhiteSpace(address.OriginalString))
            return $"is missing. {mistakenName() ?? $"Set it to the server's address, {Example}"}";

        var text = address.OriginalString;
        if (text.Contains('@', StringComparison.Ordinal) && (!address.IsAbsoluteUri || address.UserInfo.Length > 0))
            return $"contains user information before '@'. Remove it; the key belongs into {settingPrefix}{nameof(options.ApiKey)}.";
        if (!address.IsAbsoluteUri && text.Contains('?', StringComparison.Ordinal))
            return $"is not an absolute http or https address, {Example}";
        if (SettingText.Flaw(text) is { } flaw)
            return $"{flaw}. It must be an absolute http or https address, {Example}";
        if (!address.IsAbsoluteUri || !IsHttp(address) || address.Host.Length == 0)
            return $"is {Quote(text)}. It must be an absolute http or https address, {Example}";
        if (address.Query.Length > 0 || address.Fragment.Length > 0)
            return $"is {Quote(address.GetLeftPart(UriPartial.Path))} and more. It must have no query and no fragment; a query belongs into {settingPrefix}{nameof(options.ProductPath)}.";

        // What a service name is resolved to is looked at when it is: the endpoint may be on this machine.
        var isReadable = address.Scheme == Uri.UriSchemeHttp && !address.IsLoopback && !ResolvedAddress.IsServiceName(address);
        if (isReadable && !options.AllowInsecureHttp)
        {
            return $"is {Quote(text)}. Plain http would show the key to everybody on the way: use https, or set "
                + $"{settingPrefix}{nameof(options.AllowInsecureHttp)} to true.";
        }

        return null;
    }

    // With a plus: either, as service discovery finds it.
    private static bool IsHttp(Uri address) => address.Scheme is "https" or "http" or "https+http" or "http+https";

    private static string? ProductPathProblem(string? path)
    {
        if (path is not null && SettingText.Flaw(path.Trim(' ').Length == path.Length ? path.Replace(' ', '_') : path) is { } flaw)
            return $"{flaw}. It must be a path relative to the base address that contains {IdPlaceholder} once.";

        var isRelativePath = path is not null && !path.StartsWith('/') && !path.Contains('#') && !path.Any(char.IsControl)
            && !Uri.TryCreate(path, UriKind.Absolute, out _) && !path.Split('/', '\\', '?').Any(segment => segment is "." or "..");
        return isRelativePath && path!.Split(IdPlaceholder).Length == 2
            ? null
            : $"is {Quote(path)}. It must be a path relative to the base address that contains {IdPlaceholder} once, such as products/{IdPlaceholder}.";
    }

    private static string? HeaderProblem(string? header)
    {
        if (string.IsNullOrEmpty(header))
            return null;
        if (header != header.Trim() && SettingText.Flaw(header) is { } flaw)
            return $"{flaw}. It must be the name of a request header, such as Authorization or X-Api-Key.";

        // Headers of a body, such as Content-Type, cannot stand on a GET.
        using var request = new HttpRequestMessage();
        return header.All(IsTokenCharacter) && request.Headers.TryAddWithoutValidation(header, "value")
            ? null
            : $"is {Quote(header)}. It must be the name of a request header, such as Authorization or X-Api-Key.";
    }

    // Not quoted: somebody may have put the key here.
    private static string? SchemeProblem(string? scheme)
    {
        if (scheme is null || scheme.All(IsTokenCharacter))
            return null;
        return SettingText.Flaw(scheme) is { } flaw
            ? $"{flaw}. It must be one word such as Bearer, or empty."
            : "must be one word such as Bearer, or empty.";
    }

    private string? KeyProblem(ProductClientOptions options)
    {
        if (string.IsNullOrEmpty(options.ApiKeyHeader))
            return null;
        if (options.ApiKeyProvider is not null)
            return string.IsNullOrEmpty(options.ApiKey) ? null : $"is set, and so is {nameof(options.ApiKeyProvider)}. Remove one of them.";
        if (string.IsNullOrWhiteSpace(options.ApiKey))
        {
            var example = keyVariable is null ? "" : $", for example by the environment variable {keyVariable}";
            return $"is missing. Set it{example}, or clear {settingPrefix}{nameof(options.ApiKeyHeader)} if the service authenticates with a "
                + "handler of its own.";
        }

        return SettingText.KeyFlaw(options.ApiKey) is { } flaw ? $"{flaw}, which no header can carry. Check how it was copied." : null;
    }

    private static string? RangeProblem<T>(T value, T least, T most)
        where T : IComparable<T> =>
        value.CompareTo(least) >= 0 && value.CompareTo(most) <= 0
            ? null
            : FormattableString.Invariant($"is {value}. It must be from {least} to {most}.");

    private static TimeSpan Milliseconds(int count) => TimeSpan.FromMilliseconds(count);

    private static string Quote(string? text) => text is { Length: > LongestQuote } ? $"'{text[..LongestQuote]}...'" : $"'{text}'";

    // RFC 9110, section 5.6.2.
    private static bool IsTokenCharacter(char c) => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c);
}
