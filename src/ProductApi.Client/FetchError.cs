using System.Net;

namespace ProductApi.Client;

/// <summary>Describes why an id has no product.</summary>
/// <remarks>Neither the message nor <see cref="ToString"/> nor the exception contains the API key.</remarks>
public sealed record class FetchError
{
    /// <summary>Makes an error, for callers who replace the client in their tests.</summary>
    /// <param name="kind">What went wrong.</param>
    /// <param name="message">What failed, for which id, and what to do about it.</param>
    /// <exception cref="ArgumentException"><paramref name="message"/> is null or empty.</exception>
    public FetchError(FetchErrorKind kind, string message)
    {
        ArgumentException.ThrowIfNullOrEmpty(message);
        Kind = kind;
        Message = message;
        IsTransient = kind is FetchErrorKind.RateLimited or FetchErrorKind.Unavailable or FetchErrorKind.Timeout
            or FetchErrorKind.Network or FetchErrorKind.NotAttempted;
    }

    /// <summary>The kind of error. Later versions may add kinds.</summary>
    public FetchErrorKind Kind { get; }

    /// <summary>A text for people, on one line: what failed, for which id, and what to do about it.</summary>
    /// <remarks>It quotes at most 1,024 characters of what the server sent.</remarks>
    public string Message { get; }

    /// <summary>The HTTP status of the last answer; <see langword="null"/> when there was none.</summary>
    public HttpStatusCode? StatusCode { get; init; }

    /// <summary>How long to wait before the id is asked for again: what the server announced (RFC 9110, section 10.2.3), or the time until
    /// the client sends again.</summary>
    /// <value>The default is <see langword="null"/>: neither is known.</value>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the same id may succeed when it is asked for again later.</summary>
    /// <value>By default <see langword="true"/> for <see cref="FetchErrorKind.RateLimited"/>, <see cref="FetchErrorKind.Unavailable"/>,
    /// <see cref="FetchErrorKind.Timeout"/>, <see cref="FetchErrorKind.Network"/> and <see cref="FetchErrorKind.NotAttempted"/>.</value>
    public bool IsTransient { get; init; }

    /// <summary>The exception that caused the error. It is not a part of <see cref="ToString"/>.</summary>
    /// <value>The default is <see langword="null"/>: there was none, or it quotes the API key.</value>
    public Exception? Exception { get; init; }

    /// <summary>Returns the kind and the message.</summary>
    /// <returns>A text such as <c>NotFound: Product '7': it does not exist, or BaseAddress or ProductPath is wrong; the server answered 404
    /// Not Found.</c></returns>
    public override string ToString() => $"{Kind}: {Message}";
}
