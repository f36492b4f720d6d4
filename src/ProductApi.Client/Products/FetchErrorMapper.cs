using System.Globalization;
using Polly.Timeout;
using ProductApi.Client.Bodies;
using ProductApi.Client.Keys;
using ProductApi.Client.Pipeline;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Products;

/// <summary>Turns a status, an exception or a refusal into the error of one id: what failed, with which id, what to do next.</summary>
internal static partial class FetchErrorMapper
{
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
                "a handler in the client's chain cancelled it before a complete answer had arrived; AttemptTimeout had not passed. "
                + "Ask again later."),
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

    public static FetchError Map(ProductId id, GiveUp giveUp, Secrets? secrets, ProductClientOptions options, ApiAccess access)
    {
        // As the server put it, if it has said anything since somebody was served.
        var lastFailure = giveUp.LastFailure is { Length: > 0 } failure
            ? $"; last failure: {(secrets?.Mask(failure) ?? failure).TrimEnd('.')}"
            : "";
        var patience = $"{Seconds(giveUp.Patience.Length)} ({giveUp.Patience.Setting}){lastFailure}. Ask again later.";
        var reason = giveUp.Reason switch
        {
            GiveUpReason.WaitTooLong =>
                $"the server asked everybody to wait {Seconds(giveUp.Wait)}, longer than {Seconds(options.MaxRetryAfter)} "
                + $"(MaxRetryAfter){lastFailure}. Ask again then.",
            GiveUpReason.Throttled => $"{access.BaseAddress.Authority} has throttled every request for longer than {patience}",
            _ => $"{access.BaseAddress.Authority} has been out of service for longer than {patience}",
        };
        return new FetchError(giveUp.Kind, $"{Subject(id)}: {reason}") { RetryAfter = giveUp.Wait };
    }

    public static FetchError InvalidId(ProductId id, string reason) =>
        new(FetchErrorKind.InvalidId, $"Product id {Quote(id)} cannot be sent: {reason}. No request was sent.");

    public static FetchError NotAttempted(ProductId id, string reason) =>
        new(FetchErrorKind.NotAttempted, $"{Subject(id)} was not fetched: {reason}");

    /// <summary>An id as it may stand in one line of a message.</summary>
    public static string Quote(ProductId id) => $"'{SafeText.Detail(id.ToString(), null)}'";

    private static string Subject(ProductId id) => $"Product {Quote(id)}";

    // What the framework quotes in its exceptions may hold the key; the message has told the rest.
    private static Exception? Attachable(Exception? exception, Secrets? secrets) =>
        exception is not null && secrets?.MayBeIn(exception.ToString()) == true ? null : exception;

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture) + " s";
}
