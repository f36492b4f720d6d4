using System.Net.Sockets;
using Polly.CircuitBreaker;
using Polly.Timeout;
using ProductApi.Client.Bodies;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Pipeline;

/// <summary>Tells what an exception says about the host.</summary>
internal static class AttemptClassifier
{
    /// <param name="exception">Anything but the caller's own cancellation.</param>
    /// <param name="hasAnswered">An answer had begun.</param>
    public static AttemptOutcome Classify(Exception exception, bool hasAnswered = true) => exception switch
    {
        BrokenCircuitException => AttemptOutcome.CircuitOpen,
        OperationCanceledException or TimeoutRejectedException => AttemptOutcome.Faulted,
        ResponseTooLargeException or InvalidDataException => AttemptOutcome.Served,
        HttpRequestException failure => Classify(failure, hasAnswered),
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

    private static AttemptOutcome Classify(HttpRequestException failure, bool hasAnswered) => failure.HttpRequestError switch
    {
        HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError => AttemptOutcome.Unreachable,
        HttpRequestError.NameResolutionError => IsNameServerHiccup(failure) ? AttemptOutcome.Faulted : AttemptOutcome.Hopeless,
        HttpRequestError.SecureConnectionError when failure.InnerException is IOException => AttemptOutcome.Faulted,
        HttpRequestError.SecureConnectionError or HttpRequestError.VersionNegotiationError
            or HttpRequestError.UserAuthenticationError => AttemptOutcome.Hopeless,
        HttpRequestError.ConfigurationLimitExceeded => AttemptOutcome.Served,
        HttpRequestError.ResponseEnded when !hasAnswered => AttemptOutcome.Disconnected,
        HttpRequestError.Unknown when !hasAnswered && IsReset(failure) => AttemptOutcome.Disconnected,
        _ => AttemptOutcome.Faulted,
    };

    private static bool IsReset(HttpRequestException failure) =>
        failure.GetBaseException() is SocketException { SocketErrorCode: SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown };

    private static bool IsNameServerHiccup(HttpRequestException failure) =>
        failure.InnerException is SocketException { SocketErrorCode: SocketError.TryAgain };
}
