using System.ComponentModel;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;

namespace ProductApi.Client.Pipeline;

/// <summary>What a connection failed of, where the failure names something that does not pass by itself.</summary>
internal enum LastingCause
{
    None,

    /// <summary>The name of the host, or of the proxy, does not exist.</summary>
    Name,

    /// <summary>TLS: one side does not accept what the other has shown. Under TLS 1.3 a server says so only with the first read.</summary>
    Security,

    /// <summary>The proxy refuses: it wants other credentials, or does not lead there.</summary>
    Proxy,

    /// <summary>The server does not speak this version of HTTP.</summary>
    Version,
}

/// <summary>Finds the cause.</summary>
internal static class LastingCauses
{
    // RFC 9113, section 7: HTTP_1_1_REQUIRED.
    private const long HttpOneRequired = 0xd;

    /// <param name="failure">The failure of a request.</param>
    /// <param name="hasAnswered">Whether an answer had begun.</param>
    public static LastingCause Of(HttpRequestException failure, bool hasAnswered) => failure.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => IsNameMissing(failure) ? LastingCause.Name : LastingCause.None,
        HttpRequestError.SecureConnectionError =>
            failure.InnerException is IOException && !IsRefusedByTls(failure) ? LastingCause.None : LastingCause.Security,
        HttpRequestError.UserAuthenticationError => LastingCause.Security,
        HttpRequestError.VersionNegotiationError => LastingCause.Version,
        HttpRequestError.ProxyTunnelError => IsRefusal(failure) ? LastingCause.Proxy : LastingCause.None,
        _ when Causes(failure).Any(cause => cause is HttpProtocolException { ErrorCode: HttpOneRequired }) => LastingCause.Version,
        _ when !hasAnswered && IsRefusedByTls(failure) => LastingCause.Security,
        HttpRequestError.ConnectionError when IsNoSuchName(failure) => LastingCause.Name,
        _ => LastingCause.None,
    };

    /// <summary>The exception and all behind it.</summary>
    public static IEnumerable<Exception> Causes(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
            yield return exception;
    }

    public static bool IsSocketError(Exception exception, params SocketError[] errors) =>
        Causes(exception).OfType<SocketException>().Any(socket => errors.Contains(socket.SocketErrorCode));

    private static bool IsNameMissing(HttpRequestException failure) =>
        !IsSocketError(failure, SocketError.TryAgain, SocketError.TooManyOpenSockets, SocketError.NoBufferSpaceAvailable);

    private static bool IsNoSuchName(HttpRequestException failure) => IsSocketError(failure, SocketError.HostNotFound, SocketError.NoData);

    // A proxy that is busy, or cannot reach the server just now, is waited for.
    private static bool IsRefusal(HttpRequestException failure) => failure.StatusCode is { } status
        ? (int)status is >= 300 and < 500 and not (408 or 425 or 429)
        : Causes(failure).Any(cause => cause is IOException and not HttpIOException
            && cause.Message.Contains("authenticat", StringComparison.OrdinalIgnoreCase));

    // What the TLS libraries of the platforms throw has no public type of its own.
    private static bool IsRefusedByTls(HttpRequestException failure) => Causes(failure).Any(cause =>
        cause is AuthenticationException or CryptographicException
        || (cause is Win32Exception and not SocketException)
        || cause.GetType().Name == "SslException");
}
