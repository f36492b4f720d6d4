using System.Text.Json;
using ProductApi.Client.Bodies;
using ProductApi.Client.Keys;
using ProductApi.Client.Pipeline;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Products;

/// <content>The errors of answers: by their status, or because their body is no product.</content>
internal static partial class FetchErrorMapper
{
    public static FetchError Map(
        ProductId id,
        HttpResponseMessage response,
        ResponseVerdict verdict,
        ReadOnlySpan<byte> body,
        Secrets? secrets,
        ApiAccess access,
        string? withheld = null)
    {
        var status = response.StatusCode;
        var retryAfter = verdict.Wait;
        var answered = $"the server answered {(int)status} {SafeText.Detail(response.ReasonPhrase, secrets)}".TrimEnd();
        var wait = retryAfter > TimeSpan.Zero ? $" and asked to wait {Seconds(retryAfter)}" : "";
        var next = verdict.Advice == ResponseAdviceKind.Final ? "ResponseRule made it final" : "Ask again later";
        var (kind, explanation) = (int)status switch
        {
            _ when verdict.Outcome == AttemptOutcome.Throttled => (FetchErrorKind.RateLimited, $"{answered}{wait}. {next}"),
            _ when verdict.Advice == ResponseAdviceKind.Transient => (FetchErrorKind.Unavailable, $"{answered}{wait}. {next}"),
            401 when withheld is not null => (FetchErrorKind.Unauthorized, $"{answered}. The API key was withheld: {withheld}"),
            403 when withheld is not null => (FetchErrorKind.Rejected, $"{answered}. The API key was withheld: {withheld}"),
            401 => (FetchErrorKind.Unauthorized, $"{answered}. Check the API key"),
            404 or 410 => (FetchErrorKind.NotFound, $"it does not exist, or BaseAddress or ProductPath is wrong; {answered}"),
            407 => (FetchErrorKind.Network, $"a proxy on the way answered, not the server: {answered}. {Advice(LastingCause.Proxy)}"),
            429 => (FetchErrorKind.RateLimited, $"{answered}{wait}. {next}"),
            _ when verdict.IsWaitTooLong && ResponseClassifier.IsBusy(status) => (
                FetchErrorKind.RateLimited, $"{answered}{wait}. {next}"),
            501 or 505 when verdict.OwnWait <= 0 => (FetchErrorKind.Unavailable, $"{answered}. The server does not support the request"),
            202 or 408 or 425 or >= 500 => (FetchErrorKind.Unavailable, $"{answered}{wait}. {next}"),
            >= 300 and < 400 and not 304 => (
                FetchErrorKind.Rejected,
                $"{answered}, a redirect{Target(response, secrets)}. Redirects are not followed; {RedirectAdvice.For(response, secrets, access)}"),
            _ when verdict.OwnWait > 0 => (FetchErrorKind.Rejected, $"{answered}{wait}. {next}"),
            _ => (FetchErrorKind.Rejected, $"{answered}. The server will not serve this request as it is"),
        };
        var error = new FetchError(kind, $"{Subject(id)}: {explanation}{Evidence(response, body, secrets)}")
        {
            StatusCode = status,
            RetryAfter = retryAfter > TimeSpan.Zero ? retryAfter : null,
        };
        if (verdict.OwnWait > 0)
            return error with { IsTransient = true };
        return verdict.Advice == ResponseAdviceKind.Final || (int)status is 407 or 501 or 505 ? error with { IsTransient = false } : error;
    }

    /// <summary>The error of a body that could not be read; without an exception, one that holds nothing.</summary>
    public static FetchError MapUnreadable(
        ProductId id, HttpResponseMessage response, ReadOnlySpan<byte> body, Exception? exception, Secrets? secrets)
    {
        var reason = exception switch
        {
            _ when body.IsEmpty => "the body is empty",
            null => "the body is null",
            JsonException => SafeText.Detail(exception.Message, secrets),
            _ => $"{exception.GetType().Name}: {SafeText.Detail(exception.Message, secrets)}",
        };
        return MapUnusable(id, response, body, reason, secrets) with { Exception = Attachable(exception, secrets) };
    }

    public static FetchError MapNotUtf8(ProductId id, HttpResponseMessage response, ReadOnlySpan<byte> body, Secrets? secrets)
    {
        var declared = SafeText.Detail(Charset.DeclaredName(response.Content).ToString(), secrets);
        var why = declared.Length == 0 ? "" : $"; its charset '{declared}' is wrong, or needs CodePagesEncodingProvider";
        return MapUnusable(id, response, body, "The body is not UTF-8" + why, secrets);
    }

    /// <summary>The error of a body that is no product for this reason.</summary>
    public static FetchError MapUnusable(
        ProductId id, HttpResponseMessage response, ReadOnlySpan<byte> body, string reason, Secrets? secrets) =>
        new(
            FetchErrorKind.InvalidResponse,
            $"{Subject(id)}: the answer is not a product: {reason.TrimEnd('.')}{Evidence(response, body, secrets)}")
        {
            StatusCode = response.StatusCode,
        };

    private static string Target(HttpResponseMessage response, Secrets? secrets) =>
        response.Headers.NonValidated.TryGetValues("Location", out var location)
            ? $" to '{SafeText.Detail(location.ToString(), secrets)}'"
            : "";

    // Where a body was cut off, so may be a key in it.
    private static string Evidence(HttpResponseMessage response, ReadOnlySpan<byte> body, Secrets? secrets)
    {
        var utf8 = Charset.ToReadableUtf8(response.Content, body);
        return SafeText.Body(utf8, secrets, response.Content is BufferedContent { IsCut: true }) is { Length: > 0 } text
            ? $": {text}"
            : ".";
    }
}
