using System.Net;

namespace ProductApi.Client;

/// <summary>Why one id has no product: a kind to switch on and a message for people.</summary>
/// <remarks>No message, <c>ToString</c> or exception in it ever contains the API key.</remarks>
public sealed record class FetchError
{
    /// <summary>Makes an error. Public so that callers can fake the client in their tests.</summary>
    /// <param name="kind">What went wrong.</param>
    /// <param name="message">What failed, with which id, and what to do next.</param>
    /// <exception cref="ArgumentException"><paramref name="message"/> is null or empty.</exception>
    public FetchError(FetchErrorKind kind, string message)
    {
        ArgumentException.ThrowIfNullOrEmpty(message);
        Kind = kind;
        Message = message;
        IsTransient = kind is FetchErrorKind.RateLimited or FetchErrorKind.Unavailable or FetchErrorKind.Timeout
            or FetchErrorKind.Network or FetchErrorKind.NotAttempted;
    }

    /// <summary>What went wrong. Callers must tolerate kinds they do not know: later versions may add some.</summary>
    public FetchErrorKind Kind { get; }

    /// <summary>What failed, with which id, and what to do next. At most 1,024 characters of the server's answer are quoted.</summary>
    public string Message { get; }

    /// <summary>The status of the last answer; <see langword="null"/> when there was none.</summary>
    public HttpStatusCode? StatusCode { get; init; }

    /// <summary>How long the server asked to wait, or how long it will be until the client sends again;
    /// <see langword="null"/> when nobody said (RFC 9110, section 10.2.3).</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether asking for the same id again later is worth it.</summary>
    /// <value>By default <see langword="true"/> for <see cref="FetchErrorKind.RateLimited"/>, <see cref="FetchErrorKind.Unavailable"/>,
    /// <see cref="FetchErrorKind.Timeout"/>, <see cref="FetchErrorKind.Network"/> and <see cref="FetchErrorKind.NotAttempted"/>.</value>
    public bool IsTransient { get; init; }

    /// <summary>The exception behind the error, if there was one. Not part of <see cref="ToString"/>.</summary>
    public Exception? Exception { get; init; }

    /// <summary>Returns the kind and the message.</summary>
    /// <returns>For example <c>NotFound: Product 7 does not exist (404).</c></returns>
    public override string ToString() => $"{Kind}: {Message}";
}
