using System.Net.Sockets;
using Polly.CircuitBreaker;
using Polly.Timeout;
using ProductApi.Client.Bodies;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Pipeline;

/// <summary>Tells what an exception says about the host.</summary>
internal static class AttemptClassifier
{
    // RFC 9113, section 7.
    private const long RefusedStream = 0x7;
    private const long EnhanceYourCalm = 0xb;

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
        if (exception is not HttpRequestException
            {
                HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError,
            })
            telling = exception.GetBaseException();
        return telling.Message;
    }

    private static AttemptOutcome Classify(HttpRequestException failure, bool hasAnswered)
    {
        if (failure.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
            return AttemptOutcome.Served;
        if (LastingCauses.Of(failure, hasAnswered) != LastingCause.None)
            return AttemptOutcome.Inaccessible;
        return !hasAnswered && IsCrowded(failure) ? AttemptOutcome.Crowded : ClassifyPassing(failure, hasAnswered);
    }

    private static AttemptOutcome ClassifyPassing(HttpRequestException failure, bool hasAnswered) => failure.HttpRequestError switch
    {
        HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError => AttemptOutcome.Unreachable,
        _ when !hasAnswered && IsCutOff(failure) => AttemptOutcome.Disconnected,
        _ => AttemptOutcome.Faulted,
    };

    // As many as there may be, on the other side or on this one: no port, no file handle left.
    private static bool IsCrowded(HttpRequestException failure) =>
        LastingCauses.Causes(failure).Any(cause => cause is HttpProtocolException { ErrorCode: RefusedStream or EnhanceYourCalm })
        || LastingCauses.IsSocketError(
            failure,
            SocketError.AddressNotAvailable,
            SocketError.AddressAlreadyInUse,
            SocketError.TooManyOpenSockets,
            SocketError.NoBufferSpaceAvailable);

    private static bool IsCutOff(HttpRequestException failure) =>
        failure.HttpRequestError is HttpRequestError.ResponseEnded
        || (failure.HttpRequestError == HttpRequestError.SecureConnectionError && failure.InnerException is IOException)
        || LastingCauses.Causes(failure).Any(cause => cause is HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded })
        || LastingCauses.IsSocketError(
            failure, SocketError.ConnectionReset, SocketError.ConnectionAborted, SocketError.Shutdown, SocketError.NotConnected);
}
