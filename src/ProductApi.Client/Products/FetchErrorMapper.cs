using System.Globalization;
using System.Text.Json;
using Polly.Timeout;
using ProductApi.Client.Bodies;
using ProductApi.Client.Keys;
using ProductApi.Client.Pipeline;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Products;

/// <summary>Turns a status, an exception or a refusal into the error of one id: what failed, with which id, what to do next.</summary>
internal static class FetchErrorMapper
{
    public static FetchError Map(
        ProductId id,
        HttpResponseMessage response,
        ResponseVerdict verdict,
        ReadOnlySpan<byte> body,
        Secrets? secrets,
        ProductClientOptions options,
        string? withheld = null)
    {
        var status = response.StatusCode;
        var retryAfter = verdict.Wait;
        var answered = $"the server answered {(int)status} {SafeText.Detail(response.ReasonPhrase, secrets)}".TrimEnd();
        var wait = retryAfter > TimeSpan.Zero ? $" and asked to wait {Seconds(retryAfter)}" : "";
        var (kind, explanation) = (int)status switch
        {
            _ when verdict.Outcome == AttemptOutcome.Throttled => (FetchErrorKind.RateLimited, $"{answered}{wait}. Ask again later"),
            _ when verdict.Advice == ResponseAdviceKind.Transient => (FetchErrorKind.Unavailable, $"{answered}{wait}. Ask again later"),
            401 when withheld is not null => (FetchErrorKind.Unauthorized, $"{answered}. The API key was withheld: {withheld}"),
            403 when withheld is not null => (FetchErrorKind.Rejected, $"{answered}. The API key was withheld: {withheld}"),
            401 => (FetchErrorKind.Unauthorized, $"{answered}. Check the API key"),
            404 or 410 => (FetchErrorKind.NotFound, $"it does not exist; {answered}"),
            407 => (FetchErrorKind.Network, $"a proxy on the way answered, not the server: {answered}. {Advice(LastingCause.Proxy)}"),
            429 => (FetchErrorKind.RateLimited, $"{answered}{wait}. Ask again later"),
            503 or 508 or 529 when retryAfter > options.MaxRetryAfter => (FetchErrorKind.RateLimited, $"{answered}{wait}. Ask again later"),
            501 or 505 when verdict.OwnWait <= 0 => (FetchErrorKind.Unavailable, $"{answered}. The server does not support the request"),
            202 or 408 or 425 or >= 500 => (FetchErrorKind.Unavailable, $"{answered}{wait}. Ask again later"),
            >= 300 and < 400 and not 304 => (
                FetchErrorKind.Rejected,
                $"{answered}, a redirect{Target(response, secrets)}. Redirects are not followed; {RedirectAdvice.For(response, secrets, options)}"),
            _ when verdict.OwnWait > 0 => (FetchErrorKind.Rejected, $"{answered}{wait}. Ask again later"),
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

    /// <param name="id">Which product.</param>
    /// <param name="exception">What failed.</param>
    /// <param name="secrets">What must not be told.</param>
    /// <param name="options">The settings.</param>
    /// <param name="outcome">What the gate made of it; null: nobody asked it.</param>
    public static FetchError Map(
        ProductId id, Exception exception, Secrets? secrets, ProductClientOptions options, AttemptOutcome? outcome = null)
    {
        var cause = SafeText.Detail(AttemptClassifier.Describe(exception), secrets).TrimEnd('.', '"');
        var lasting = exception is HttpRequestException request
            ? LastingCauses.Of(request, hasAnswered: outcome != AttemptOutcome.Hopeless)
            : default;
        var isFinal = IsFinal(exception, outcome);
        var (kind, explanation) = exception switch
        {
            OperationCanceledException => (
                FetchErrorKind.Timeout,
                "a handler in the client's chain cancelled it before a complete answer had arrived; AttemptTimeout did not. Ask again later."),
            TimeoutRejectedException => (
                FetchErrorKind.Timeout,
                $"no complete answer within {Seconds(options.AttemptTimeout)} (AttemptTimeout). Ask again later, or allow more time."),
            ResponseTooLargeException => (FetchErrorKind.InvalidResponse, $"{cause} (MaxResponseBytes). Raise it if that is a product."),
            InvalidDataException => (FetchErrorKind.InvalidResponse, $"the body cannot be decompressed: {cause}."),
            HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } =>
                (FetchErrorKind.InvalidResponse, $"{cause}."),
            HttpRequestException when isFinal => (FetchErrorKind.Network, $"{cause}. {Advice(lasting)}"),
            HttpRequestException => (FetchErrorKind.Network, $"{cause}. Ask again later."),
            ResponseRuleException { InnerException: { } thrown } =>
                (FetchErrorKind.Unknown, $"ResponseRule failed with {thrown.GetType().Name}: {cause}."),
            _ => (FetchErrorKind.Unknown, $"{exception.GetType().Name}: {cause}."),
        };
        var error = new FetchError(kind, $"{Subject(id)}: {explanation}")
        {
            Exception = Attachable(exception is ResponseRuleException ? exception.InnerException : exception, secrets),
        };
        return isFinal ? error with { IsTransient = false } : error;
    }

    // What names a lasting cause is final unless somebody was served before: then it may be one node of several.
    private static bool IsFinal(Exception exception, AttemptOutcome? outcome) => AttemptClassifier.Classify(exception) switch
    {
        AttemptOutcome.Hopeless => true,
        AttemptOutcome.Inaccessible => outcome is not (AttemptOutcome.Faulted or AttemptOutcome.Unreachable),
        _ => outcome == AttemptOutcome.Hopeless && exception is HttpRequestException,
    };

    private static string Advice(LastingCause cause) => cause switch
    {
        LastingCause.Proxy => "Check the proxy and its credentials (HTTPS_PROXY, or the Proxy of the primary handler).",
        LastingCause.Version => "Set the DefaultRequestVersion of the HttpClient to a version of HTTP that the server speaks, such as 1.1.",
        LastingCause.Name => "Check BaseAddress.",
        _ => "Check BaseAddress and the server's certificate.",
    };

    /// <summary>The error of a request that the timeout of the caller's own HttpClient has ended.</summary>
    public static FetchError MapClientTimeout(ProductId id, TimeSpan timeout, Exception exception) => new(
        FetchErrorKind.Timeout,
        $"{Subject(id)}: no result within {Seconds(timeout)} (HttpClient.Timeout), all waits and retries included. "
            + "Do not set it: AttemptTimeout, MaxRetryAfter and OutagePatience bound each part.")
    {
        Exception = exception,
    };

    public static FetchError Map(ProductId id, GiveUp giveUp, Secrets? secrets, ProductClientOptions options)
    {
        // As the server put it, if it has said anything since somebody was served.
        var lastFailure = giveUp.LastFailure is { Length: > 0 } failure
            ? $"; last failure: {(secrets?.Mask(failure) ?? failure).TrimEnd('.')}"
            : "";
        var patience = $"{Seconds(options.OutagePatience)} (OutagePatience){lastFailure}. Ask again later.";
        var reason = giveUp.Reason switch
        {
            GiveUpReason.WaitTooLong =>
                $"the server asked everybody to wait {Seconds(giveUp.Wait)}, longer than {Seconds(options.MaxRetryAfter)} "
                + $"(MaxRetryAfter){lastFailure}. Ask again then.",
            GiveUpReason.Throttled => $"{options.BaseAddress?.Authority} has throttled every request for longer than {patience}",
            _ => $"{options.BaseAddress?.Authority} has been out of service for longer than {patience}",
        };
        return new FetchError(giveUp.Kind, $"{Subject(id)}: {reason}") { RetryAfter = giveUp.Wait };
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

    public static FetchError InvalidId(ProductId id, string reason) =>
        new(FetchErrorKind.InvalidId, $"Product id {Quote(id)} cannot be sent: {reason}. Nothing was.");

    public static FetchError NotAttempted(ProductId id, string reason) =>
        new(FetchErrorKind.NotAttempted, $"{Subject(id)} was not fetched: {reason}");

    /// <summary>An id as it may stand in one line of a message.</summary>
    public static string Quote(ProductId id) => $"'{SafeText.Detail(id.ToString(), null)}'";

    private static string Subject(ProductId id) => $"Product {Quote(id)}";

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

    // What the framework quotes in its exceptions may hold the key; the message has told the rest.
    private static Exception? Attachable(Exception? exception, Secrets? secrets) =>
        exception is not null && secrets?.MayBeIn(exception.ToString()) == true ? null : exception;

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture) + " s";
}
