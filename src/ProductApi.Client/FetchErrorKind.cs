namespace ProductApi.Client;

/// <summary>The kinds of errors. Later versions may add some.</summary>
public enum FetchErrorKind
{
    /// <summary>Anything that no other kind covers, such as an exception from a handler of the caller's.</summary>
    Unknown = 0,

    /// <summary>The server answered 404 or 410: usually, it has no such product.</summary>
    /// <remarks>The client cannot tell a missing product from a wrong <see cref="ProductClientOptions.BaseAddress"/> or
    /// <see cref="ProductClientOptions.ProductPath"/>, nor from a router or gateway that answers 404 while the service behind it is being
    /// deployed. Check <see cref="FetchError.Message"/>, which quotes the answer, before data is deleted because of this kind: what a
    /// service answers about a product usually differs from a router's <c>404 page not found</c>. Ask for the id again some minutes later
    /// to be sure.</remarks>
    NotFound = 1,

    /// <summary>The server did not accept the API key (401).</summary>
    Unauthorized = 2,

    /// <summary>The server announced a wait longer than <see cref="ProductClientOptions.MaxRetryAfter"/> (by 429, 503 or a used-up quota),
    /// to this id or to all, or it kept answering 429 to this id alone. A 403 or 430 that announces a wait counts as a 429.</summary>
    RateLimited = 3,

    /// <summary>The server refused the request (any other 4xx) or redirected it (3xx). Redirects are not followed.</summary>
    Rejected = 4,

    /// <summary>The server failed (5xx, 408, 425) or asked to come back later (202) after all retries, or the host was out of service for
    /// longer than <see cref="ProductClientOptions.OutagePatience"/>.</summary>
    Unavailable = 5,

    /// <summary>No complete answer arrived within <see cref="ProductClientOptions.AttemptTimeout"/>, after all retries.</summary>
    Timeout = 6,

    /// <summary>The connection failed (name resolution, TLS, refused for this id alone, reset, closed early), or a proxy asked for its
    /// password (407), after all retries where a retry can help.</summary>
    Network = 7,

    /// <summary>The answer is not a product: malformed JSON, an empty body, one that is too large, an object without an id or with another
    /// product's id, or one without any property of the product type.</summary>
    InvalidResponse = 8,

    /// <summary>The id cannot be sent; no request was. See <see cref="ProductId"/>.</summary>
    InvalidId = 9,

    /// <summary>The run ended before this id had a result: its time limit passed, or the API key was rejected.</summary>
    NotAttempted = 10,
}
