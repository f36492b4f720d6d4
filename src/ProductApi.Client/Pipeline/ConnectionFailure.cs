using System.Net.Sockets;
using ProductApi.Client.Keys;

namespace ProductApi.Client.Pipeline;

/// <summary>Makes every way a connection can fail an <see cref="HttpRequestException"/>, and every way a body can be malformed an
/// <see cref="InvalidDataException"/>.</summary>
internal static class ConnectionFailure
{
    /// <returns>The exception itself when it is neither.</returns>
    public static Exception Of(Exception exception, bool hasAnswered, CancellationToken cancellationToken) => exception switch
    {
        OperationCanceledException { InnerException: TimeoutException } when !cancellationToken.IsCancellationRequested =>
            new HttpRequestException(HttpRequestError.ConnectionError, "The connection could not be established in time.", exception),
        IOException => new HttpRequestException(
            exception is HttpIOException http ? http.HttpRequestError : HttpRequestError.ResponseEnded,
            "The connection failed while the answer was being read.",
            exception),
        _ when IsOfTransport(exception) => new HttpRequestException(
            hasAnswered ? HttpRequestError.ResponseEnded : HttpRequestError.Unknown, "The connection failed.", exception),

        // What the Brotli decoder throws where others throw InvalidDataException: a primary handler may decompress itself.
        InvalidOperationException when hasAnswered => new InvalidDataException(exception.Message, exception),
        _ => exception,
    };

    /// <summary>The failure as it may be seen by whoever stands around the pipeline, such as a log of the resilience handler's: the
    /// platform quotes a proxy's address as it was set, and what it cannot read.</summary>
    public static Exception WithoutSecrets(Exception failure, Secrets secrets) =>
        failure is HttpRequestException request && secrets.MayBeIn(request.ToString())
            ? new HttpRequestException(
                request.HttpRequestError, secrets.Mask(AttemptClassifier.Describe(request)), inner: null, request.StatusCode)
            : failure;

    // A connection that dies at the wrong moment is told by whichever layer was at work.
    private static bool IsOfTransport(Exception exception) => exception switch
    {
        SocketException => true,
        ObjectDisposedException disposed => IsLayer(disposed.ObjectName) || IsLayer(disposed.Source),
        InvalidOperationException => IsLayer(exception.Source),
        _ => false,
    };

    private static bool IsLayer(string? name) =>
        name?.StartsWith("System.Net.Sockets", StringComparison.Ordinal) == true
        || name?.StartsWith("System.Net.Security", StringComparison.Ordinal) == true;
}
