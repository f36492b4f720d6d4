using Microsoft.Extensions.Options;

namespace ProductApi.Client.Registration;

/// <summary>Checks one client's settings. Written by hand, because every message names the setting, its value and the rule.</summary>
internal sealed class ProductClientOptionsValidator(string clientName, string settingPrefix, string? keyVariable) : IValidateOptions<ProductClientOptions>
{
    private const string IdPlaceholder = "{id}";

    public ValidateOptionsResult Validate(string? name, ProductClientOptions options)
    {
        if (name != clientName)
            return ValidateOptionsResult.Skip;

        List<string> failures = [];
        CheckBaseAddress(options, failures);
        CheckKey(options, failures);
        CheckPath(options.ProductPath, failures);
        CheckRange(nameof(options.MaxConcurrency), options.MaxConcurrency, 1, 10_000, failures);
        CheckRange(nameof(options.ConnectTimeout), options.ConnectTimeout, TimeSpan.FromMilliseconds(50), TimeSpan.FromMinutes(5), failures);
        CheckRange(nameof(options.AttemptTimeout), options.AttemptTimeout, TimeSpan.FromMilliseconds(50), TimeSpan.FromMinutes(10), failures);
        CheckRange(nameof(options.MaxRetryAttempts), options.MaxRetryAttempts, 0, 10, failures);
        CheckRange(nameof(options.RetryBaseDelay), options.RetryBaseDelay, TimeSpan.Zero, TimeSpan.FromMinutes(1), failures);
        CheckRange(nameof(options.MaxRetryAfter), options.MaxRetryAfter, TimeSpan.Zero, TimeSpan.FromDays(1), failures);
        CheckRange(nameof(options.OutagePatience), options.OutagePatience, TimeSpan.Zero, TimeSpan.FromDays(1), failures);
        CheckRange(nameof(options.MaxResponseBytes), options.MaxResponseBytes, 1, 512 * 1024 * 1024, failures);
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private void CheckBaseAddress(ProductClientOptions options, List<string> failures)
    {
        var setting = settingPrefix + nameof(options.BaseAddress);
        var address = options.BaseAddress;
        if (string.IsNullOrEmpty(address?.OriginalString))
            failures.Add($"{setting} is missing. Set it to the server's address, such as https://api.example.com/v1.");
        else if (address.OriginalString.Contains('@', StringComparison.Ordinal) && (!address.IsAbsoluteUri || address.UserInfo.Length > 0))
            failures.Add($"{setting} contains user information before '@'. Remove it; the key belongs into {settingPrefix}{nameof(options.ApiKey)}.");
        else if (!address.IsAbsoluteUri || address.OriginalString.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)) || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp))
            failures.Add($"{setting} is '{Quote(address.OriginalString)}'. It must be an absolute http or https address, such as https://api.example.com/v1.");
        else if (address.Query.Length > 0 || address.Fragment.Length > 0)
            failures.Add($"{setting} is '{Quote(address.OriginalString)}'. It must have no query and no fragment; a query belongs into {settingPrefix}{nameof(options.ProductPath)}.");
        else if (address.Scheme == Uri.UriSchemeHttp && !address.IsLoopback && !options.AllowInsecureHttp)
            failures.Add($"{setting} is '{Quote(address.OriginalString)}'. Plain http would show the key to everybody on the way: use https, or set {settingPrefix}{nameof(options.AllowInsecureHttp)} to true.");
    }

    private void CheckKey(ProductClientOptions options, List<string> failures)
    {
        if (string.IsNullOrEmpty(options.ApiKeyHeader))
            return;

        var setting = settingPrefix + nameof(options.ApiKey);
        if (!IsRequestHeader(options.ApiKeyHeader))
            failures.Add($"{settingPrefix}{nameof(options.ApiKeyHeader)} is '{Quote(options.ApiKeyHeader)}'. It must be the name of a request header, such as Authorization or X-Api-Key.");
        if (options.ApiKeyScheme is { } scheme && !scheme.All(IsTokenCharacter))
            failures.Add($"{settingPrefix}{nameof(options.ApiKeyScheme)} must be one word such as Bearer, or empty.");
        if (string.IsNullOrWhiteSpace(options.ApiKey))
            failures.Add($"{setting} is missing. Set it{(keyVariable is null ? "" : $", for example by the environment variable {keyVariable}")}, or clear {settingPrefix}{nameof(options.ApiKeyHeader)} if the service authenticates with a handler of its own.");
        else if (options.ApiKey.Any(c => c is < ' ' or > '~'))
            failures.Add($"{setting} contains a line break, a control character or a letter outside ASCII, which no header can carry. Check how it was copied.");
    }

    private void CheckPath(string? path, List<string> failures)
    {
        var parts = path?.Split(IdPlaceholder) ?? [];
        if (parts.Length != 2 || path!.StartsWith('/') || path.Contains('#') || path.Any(char.IsControl) || Uri.TryCreate(path, UriKind.Absolute, out _)
            || path.Split('/', '\\', '?').Any(segment => segment is "." or ".."))
        {
            failures.Add($"{settingPrefix}{nameof(ProductClientOptions.ProductPath)} is '{Quote(path)}'. It must be a path relative to the base address that contains {IdPlaceholder} once, such as products/{IdPlaceholder}.");
        }
    }

    private void CheckRange<T>(string setting, T value, T least, T most, List<string> failures)
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
            failures.Add(FormattableString.Invariant($"{settingPrefix}{setting} is {value}. It must be from {least} to {most}."));
    }

    private static string? Quote(string? text) => text is { Length: > 200 } ? string.Concat(text.AsSpan(0, 200), "...") : text;

    // Headers of a body, such as Content-Type, cannot stand on a GET.
    private static bool IsRequestHeader(string name)
    {
        using var request = new HttpRequestMessage();
        return name.All(IsTokenCharacter) && request.Headers.TryAddWithoutValidation(name, "value");
    }

    // RFC 9110, section 5.6.2.
    private static bool IsTokenCharacter(char c) => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c);
}
