using System.Net;
using System.Net.Sockets;
using Polly.CircuitBreaker;
using Polly.Timeout;
using ProductApi.Client.Bodies;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Pipeline;

/// <summary>Tells what an answer or an exception says about the host.</summary>
internal static class AttemptClassifier
{
    public static AttemptOutcome Classify(HttpStatusCode status) => status switch
    {
        HttpStatusCode.TooManyRequests => AttemptOutcome.Throttled,
        HttpStatusCode.ServiceUnavailable => AttemptOutcome.Busy,
        HttpStatusCode.NotImplemented or HttpStatusCode.HttpVersionNotSupported => AttemptOutcome.Served,
        HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError => AttemptOutcome.Faulted,
        _ => AttemptOutcome.Served,
    };

    /// <param name="exception">Anything but the caller's own cancellation.</param>
    public static AttemptOutcome Classify(Exception exception) => exception switch
    {
        BrokenCircuitException => AttemptOutcome.CircuitOpen,
        OperationCanceledException or TimeoutRejectedException => AttemptOutcome.Faulted,
        ResponseTooLargeException or InvalidDataException => AttemptOutcome.Served,
        HttpRequestException failure => Classify(failure),
        _ => AttemptOutcome.Hopeless,
    };

    /// <summary>What failed, for people: the host where the message names it, the cause where the message only points to it.</summary>
    public static string Describe(Exception exception)
    {
        var telling = exception;
        if (exception is not HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError })
            telling = exception.GetBaseException();
        return telling.Message;
    }

    private static AttemptOutcome Classify(HttpRequestException failure) => failure.HttpRequestError switch
    {
        HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError => AttemptOutcome.Unreachable,
        HttpRequestError.NameResolutionError => IsNameServerHiccup(failure) ? AttemptOutcome.Faulted : AttemptOutcome.Hopeless,
        HttpRequestError.SecureConnectionError when failure.InnerException is IOException => AttemptOutcome.Faulted,
        HttpRequestError.SecureConnectionError or HttpRequestError.VersionNegotiationError
            or HttpRequestError.UserAuthenticationError => AttemptOutcome.Hopeless,
        HttpRequestError.ConfigurationLimitExceeded => AttemptOutcome.Served,
        _ => AttemptOutcome.Faulted,
    };

    private static bool IsNameServerHiccup(HttpRequestException failure) =>
        failure.InnerException is SocketException { SocketErrorCode: SocketError.TryAgain };
}
