using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Polly.Timeout;
using ProductApi.Client.Http;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Fetching;

/// <summary>Turns a status, an exception or a refusal into the error of one id: what failed, with which id, what to do next.</summary>
internal static class FetchErrorMapper
{
    private const int MaxEvidence = 1024;
    private const int MaxQuotedId = 100;

    public static FetchError Map(ProductId id, HttpResponseMessage response, ReadOnlySpan<byte> body, TimeProvider time)
    {
        var status = response.StatusCode;
        var retryAfter = RetryAfterHeader.Read(response.Headers, time);
        var answered = $"the server answered {(int)status} {Printable(response.ReasonPhrase ?? "")}".TrimEnd();
        var (kind, message) = (int)status switch
        {
            401 => (FetchErrorKind.Unauthorized, $"{answered}. Check the API key"),
            404 or 410 => (FetchErrorKind.NotFound, $"it does not exist; {answered}"),
            408 or >= 500 and not 503 => (FetchErrorKind.Unavailable, $"{answered}. {(IsPermanent(status) ? "The server does not support the request" : "Ask again later")}"),
            503 => (FetchErrorKind.Unavailable, $"{answered}{Wait(retryAfter)}. Ask again later"),
            429 => (FetchErrorKind.RateLimited, $"{answered}{Wait(retryAfter)}. Ask again then"),
            >= 300 and < 400 => (FetchErrorKind.Rejected, $"{answered}, a redirect{Target(response)}. Redirects are not followed; set BaseAddress to the final address"),
            _ => (FetchErrorKind.Rejected, $"{answered}. The server will not serve this request as it is"),
        };
        return new FetchError(kind, $"Product {Quote(id)}: {message}{Evidence(body)}")
        {
            StatusCode = status,
            RetryAfter = retryAfter > TimeSpan.Zero ? retryAfter : null,
            IsTransient = kind is FetchErrorKind.RateLimited || (kind is FetchErrorKind.Unavailable && !IsPermanent(status)),
        };
    }

    public static FetchError Map(ProductId id, Exception exception, ProductClientOptions options) => exception switch
    {
        TimeoutRejectedException or OperationCanceledException => new(
            FetchErrorKind.Timeout, $"Product {Quote(id)}: no complete answer within {Seconds(options.AttemptTimeout)} (AttemptTimeout). Ask again later, or allow more time.")
        {
            Exception = exception,
        },
        ResponseTooLargeException => new(
            FetchErrorKind.InvalidResponse, $"Product {Quote(id)}: {exception.Message} Raise MaxResponseBytes if that is a product.") { Exception = exception },
        InvalidDataException => new(
            FetchErrorKind.InvalidResponse, $"Product {Quote(id)}: the body cannot be decompressed ({Printable(exception.Message)}).") { Exception = exception },
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => new(
            FetchErrorKind.InvalidResponse, $"Product {Quote(id)}: {Printable(exception.Message)}") { Exception = exception },
        HttpRequestException => new(FetchErrorKind.Network, $"Product {Quote(id)}: {Printable(AttemptClassifier.Describe(exception)).TrimEnd('.')}. {NetworkAdvice(exception)}")
        {
            Exception = exception,
            IsTransient = AttemptClassifier.Classify(exception) != AttemptOutcome.Hopeless,
        },
        _ => new(FetchErrorKind.Unknown, $"Product {Quote(id)}: {exception.GetType().Name}: {Printable(exception.Message)}") { Exception = exception },
    };

    public static FetchError Map(ProductId id, SendRefusal refusal, ProductClientOptions options) => refusal.Kind == FetchErrorKind.RateLimited
        ? new(FetchErrorKind.RateLimited,
            $"Product {Quote(id)}: the server asked everybody to wait {Seconds(refusal.Wait)}, longer than {Seconds(options.MaxRetryAfter)} (MaxRetryAfter). Ask again then.")
        {
            RetryAfter = refusal.Wait,
        }
        : new(FetchErrorKind.Unavailable,
            $"Product {Quote(id)}: {options.BaseAddress?.Authority} has been out of service for longer than {Seconds(options.OutagePatience)} (OutagePatience); last failure: {Printable(refusal.LastFailure ?? "unknown")}. Ask again later.")
        {
            RetryAfter = refusal.Wait,
        };

    public static FetchError MapUnreadable(ProductId id, HttpResponseMessage response, ReadOnlySpan<byte> body, Exception? exception)
    {
        var reason = exception switch
        {
            _ when body.IsEmpty => "the body is empty",
            null => "the body is null",
            JsonException => Printable(exception.Message),
            _ => $"{exception.GetType().Name}: {Printable(exception.Message)}",
        };
        return new FetchError(FetchErrorKind.InvalidResponse, $"Product {Quote(id)}: the answer is not a product: {reason}{Evidence(body)}")
        {
            StatusCode = response.StatusCode,
            Exception = exception,
        };
    }

    public static FetchError InvalidId(ProductId id, string reason) =>
        new(FetchErrorKind.InvalidId, $"Product id {Quote(id)} cannot be sent: {reason}. Nothing was.");

    public static FetchError NotAttempted(ProductId id, string reason) =>
        new(FetchErrorKind.NotAttempted, $"Product {Quote(id)} was not fetched: {reason}");

    /// <summary>An id as it may stand in one line of a message.</summary>
    public static string Quote(ProductId id)
    {
        var text = id.ToString();
        return $"'{Printable(text.Length > MaxQuotedId ? string.Concat(text.AsSpan(0, MaxQuotedId), "...") : text)}'";
    }

    private static bool IsPermanent(HttpStatusCode status) =>
        status is HttpStatusCode.NotImplemented or HttpStatusCode.HttpVersionNotSupported;

    private static string Wait(TimeSpan retryAfter) => retryAfter > TimeSpan.Zero ? $" and asked to wait {Seconds(retryAfter)}" : "";

    private static string Target(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues("Location", out var location) ? $" to '{Printable(Cut(location.ToString()))}'" : "";

    private static string NetworkAdvice(Exception exception) =>
        AttemptClassifier.Classify(exception) == AttemptOutcome.Hopeless ? "Check BaseAddress and the server's certificate." : "Ask again later.";

    private static string Evidence(ReadOnlySpan<byte> body)
    {
        var text = Encoding.UTF8.GetString(body[..Math.Min(body.Length, MaxEvidence * 3)]).Trim();
        return text.Length == 0 ? "." : $": {Printable(Cut(text))}";
    }

    private static string Cut(string text) => text.Length > MaxEvidence ? text[..MaxEvidence] : text;

    // What a server or a caller wrote must not forge lines in somebody's log.
    private static string Printable(string text) =>
        text.Any(char.IsControl) ? string.Create(text.Length, text, (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = char.IsControl(source[i]) ? ' ' : source[i];
        }) : text;

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture) + " s";
}
