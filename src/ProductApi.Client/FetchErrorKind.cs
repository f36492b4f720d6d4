namespace ProductApi.Client;

/// <summary>What kept an id from becoming a product. Callers must tolerate kinds they do not know.</summary>
public enum FetchErrorKind
{
    /// <summary>Something the client has no name for; the message tells.</summary>
    Unknown = 0,

    /// <summary>The server has no such product (404, 410).</summary>
    NotFound = 1,

    /// <summary>The server did not accept the API key (401).</summary>
    Unauthorized = 2,

    /// <summary>The server announced a wait beyond <see cref="ProductClientOptions.MaxRetryAfter"/> (429, 503 or a used-up quota), to this id
    /// or to everybody, or kept answering 429 to this one id.</summary>
    RateLimited = 3,

    /// <summary>The server will not serve this request as it is (other 4xx), or sent a redirect, which is never followed (3xx).</summary>
    Rejected = 4,

    /// <summary>The server failed (5xx, 408) after all retries, or the host was out of service for longer than
    /// <see cref="ProductClientOptions.OutagePatience"/>.</summary>
    Unavailable = 5,

    /// <summary>No complete answer within <see cref="ProductClientOptions.AttemptTimeout"/>, after all retries.</summary>
    Timeout = 6,

    /// <summary>The connection failed: name resolution, TLS, refused for this id alone, reset or cut off, after all retries where those can
    /// help.</summary>
    Network = 7,

    /// <summary>The answer was no product: malformed JSON, wrong types, an empty or too large body.</summary>
    InvalidResponse = 8,

    /// <summary>The id cannot be sent; nothing was.</summary>
    InvalidId = 9,

    /// <summary>Not finished because the run ended first: its time limit passed or the key was rejected.</summary>
    NotAttempted = 10,
}
