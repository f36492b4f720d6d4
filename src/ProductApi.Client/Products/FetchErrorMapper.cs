using System.Globalization;
using System.Text.Json;
using Polly.Timeout;
using ProductApi.Client.Bodies;
using ProductApi.Client.Headers;
using ProductApi.Client.Keys;
using ProductApi.Client.Pipeline;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Products;

/// <summary>Turns a status, an exception or a refusal into the error of one id: what failed, with which id, what to do next.</summary>
internal static class FetchErrorMapper
{
    public static FetchError Map(
        ProductId id, HttpResponseMessage response, ReadOnlySpan<byte> body, ApiKey? key, ProductClientOptions options, TimeProvider time,
        string? withheld = null)
    {
        var status = response.StatusCode;
        var retryAfter = RetryAfterHeader.Read(response.Headers, time);
        var answered = $"the server answered {(int)status} {SafeText.Detail(response.ReasonPhrase, key)}".TrimEnd();
        var wait = retryAfter > TimeSpan.Zero ? $" and asked to wait {Seconds(retryAfter)}" : "";
        var (kind, explanation) = (int)status switch
        {
            401 or 403 when withheld is not null => (
                (int)status == 401 ? FetchErrorKind.Unauthorized : FetchErrorKind.Rejected, $"{answered}. The API key was withheld: {withheld}"),
            401 => (FetchErrorKind.Unauthorized, $"{answered}. Check the API key"),
            404 or 410 => (FetchErrorKind.NotFound, $"it does not exist; {answered}"),
            429 => (FetchErrorKind.RateLimited, $"{answered}{wait}. Ask again later"),
            503 when retryAfter > options.MaxRetryAfter => (FetchErrorKind.RateLimited, $"{answered}{wait}. Ask again later"),
            501 or 505 => (FetchErrorKind.Unavailable, $"{answered}. The server does not support the request"),
            408 or 425 or >= 500 => (FetchErrorKind.Unavailable, $"{answered}{wait}. Ask again later"),
            >= 300 and < 400 and not 304 => (
                FetchErrorKind.Rejected,
                $"{answered}, a redirect{Target(response, key)}. Redirects are not followed; {RedirectAdvice.For(response, key, options)}"),
            _ => (FetchErrorKind.Rejected, $"{answered}. The server will not serve this request as it is"),
        };
        var error = new FetchError(kind, $"{Subject(id)}: {explanation}{Evidence(response, body, key)}")
        {
            StatusCode = status,
            RetryAfter = retryAfter > TimeSpan.Zero ? retryAfter : null,
        };
        return (int)status is 501 or 505 ? error with { IsTransient = false } : error;
    }

    public static FetchError Map(ProductId id, Exception exception, ApiKey? key, ProductClientOptions options)
    {
        var cause = SafeText.Detail(AttemptClassifier.Describe(exception), key).TrimEnd('.');
        var isHopeless = AttemptClassifier.Classify(exception) == AttemptOutcome.Hopeless;
        var (kind, explanation) = exception switch
        {
            TimeoutRejectedException or OperationCanceledException => (
                FetchErrorKind.Timeout,
                $"no complete answer within {Seconds(options.AttemptTimeout)} (AttemptTimeout). Ask again later, or allow more time."),
            ResponseTooLargeException => (FetchErrorKind.InvalidResponse, $"{cause} (MaxResponseBytes). Raise it if that is a product."),
            InvalidDataException => (FetchErrorKind.InvalidResponse, $"the body cannot be decompressed: {cause}."),
            HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } =>
                (FetchErrorKind.InvalidResponse, $"{cause}."),
            HttpRequestException when isHopeless => (FetchErrorKind.Network, $"{cause}. Check BaseAddress and the server's certificate."),
            HttpRequestException => (FetchErrorKind.Network, $"{cause}. Ask again later."),
            _ => (FetchErrorKind.Unknown, $"{exception.GetType().Name}: {cause}."),
        };
        var error = new FetchError(kind, $"{Subject(id)}: {explanation}") { Exception = Attachable(exception, key) };
        return isHopeless ? error with { IsTransient = false } : error;
    }

    public static FetchError Map(ProductId id, GiveUp giveUp, ProductClientOptions options)
    {
        var patience = $"for longer than {Seconds(options.OutagePatience)} (OutagePatience); "
            + $"last failure: {SafeText.Detail(giveUp.LastFailure, null)}. Ask again later.";
        var reason = giveUp.Reason switch
        {
            GiveUpReason.WaitTooLong => $"the server asked everybody to wait {Seconds(giveUp.Wait)}, longer than {Seconds(options.MaxRetryAfter)} "
                + "(MaxRetryAfter). Ask again then.",
            GiveUpReason.Throttled => $"{options.BaseAddress?.Authority} has throttled every request {patience}",
            _ => $"{options.BaseAddress?.Authority} has been out of service {patience}",
        };
        return new FetchError(giveUp.Kind, $"{Subject(id)}: {reason}") { RetryAfter = giveUp.Wait };
    }

    /// <summary>The error of a body that could not be read; without an exception, one that holds nothing.</summary>
    public static FetchError MapUnreadable(
        ProductId id, HttpResponseMessage response, ReadOnlySpan<byte> body, Exception? exception, ApiKey? key)
    {
        var reason = exception switch
        {
            _ when body.IsEmpty => "the body is empty",
            null => "the body is null",
            JsonException => SafeText.Detail(exception.Message, key),
            _ => $"{exception.GetType().Name}: {SafeText.Detail(exception.Message, key)}",
        };
        return MapUnusable(id, response, body, reason, key) with { Exception = Attachable(exception, key) };
    }

    public static FetchError MapNotUtf8(ProductId id, HttpResponseMessage response, ReadOnlySpan<byte> body, ApiKey? key)
    {
        var declared = SafeText.Detail(Charset.DeclaredName(response.Content).ToString(), key);
        var reason = declared.Length == 0
            ? "The body is not UTF-8"
            : $"The body is not UTF-8; its charset '{declared}' is wrong, or needs CodePagesEncodingProvider";
        return MapUnusable(id, response, body, reason, key);
    }

    /// <summary>The error of a body that is no product for this reason.</summary>
    public static FetchError MapUnusable(ProductId id, HttpResponseMessage response, ReadOnlySpan<byte> body, string reason, ApiKey? key) =>
        new(
            FetchErrorKind.InvalidResponse,
            $"{Subject(id)}: the answer is not a product: {reason.TrimEnd('.')}{Evidence(response, body, key)}")
        {
            StatusCode = response.StatusCode,
        };

    public static FetchError InvalidId(ProductId id, string reason) =>
        new(FetchErrorKind.InvalidId, $"Product id {Quote(id)} cannot be sent: {reason}. Nothing was.");

    public static FetchError NotAttempted(ProductId id, string reason) =>
        new(FetchErrorKind.NotAttempted, $"{Subject(id)} was not fetched: {reason}");

    /// <summary>An id as it may stand in one line of a message.</summary>
    public static string Quote(ProductId id) => $"'{SafeText.Detail(id.ToString(), null)}'";

    private static string Subject(ProductId id) => $"Product {Quote(id)}";

    private static string Target(HttpResponseMessage response, ApiKey? key) =>
        response.Headers.NonValidated.TryGetValues("Location", out var location)
            ? $" to '{SafeText.Detail(location.ToString(), key)}'"
            : "";

    // Where a body was cut off, so may be a key in it.
    private static string Evidence(HttpResponseMessage response, ReadOnlySpan<byte> body, ApiKey? key)
    {
        var utf8 = Charset.ToReadableUtf8(response.Content, body);
        return SafeText.Body(utf8, key, response.Content is BufferedContent { IsCut: true }) is { Length: > 0 } text ? $": {text}" : ".";
    }

    // What the framework quotes in its exceptions may hold the key; the message has told the rest.
    private static Exception? Attachable(Exception? exception, ApiKey? key) =>
        exception is not null && key?.IsQuotedIn(exception.ToString()) == true ? null : exception;

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture) + " s";
}
