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
    /// to this id or to all; or it kept answering 429 to this id alone; or it answered nothing but 429 for longer than
    /// <see cref="ProductClientOptions.OutagePatience"/>. A 420 counts as a 429, and so does a 403 or 430 that announces a wait.</summary>
    RateLimited = 3,

    /// <summary>The server refused the request (any other 4xx), or redirected it (3xx) and the redirect was not followed.</summary>
    /// <remarks>Transient only where the answer announced a wait. By default redirects are not followed. They are where
    /// <c>AllowAutoRedirect</c> is set with <c>UseSocketsHttpHandler</c>, which is allowed where the key travels in <c>Authorization</c> or
    /// no key is sent.</remarks>
    Rejected = 4,

    /// <summary>The server failed (5xx, 408, 425), asked to come back later (202) or gave an answer that
    /// <see cref="ProductClientOptions.ResponseRule"/> calls transient, after all retries; or the host was out of service for longer than
    /// <see cref="ProductClientOptions.OutagePatience"/>.</summary>
    /// <remarks>Transient, except a 501 or 505 that announced no wait.</remarks>
    Unavailable = 5,

    /// <summary>No complete answer arrived within <see cref="ProductClientOptions.AttemptTimeout"/>, after all retries; or
    /// <see cref="HttpClient.Timeout"/>, where the caller has set it, or a handler of the caller's ended the request.</summary>
    Timeout = 6,

    /// <summary>The connection failed (name resolution, TLS, HTTP version, refused for this id alone, reset, closed early), or a proxy
    /// refused (407), after all retries where a retry can help.</summary>
    /// <remarks>A 407 is not transient. Nor is a name that does not exist, a TLS failure, a proxy's refusal of a tunnel or an HTTP version
    /// that the server does not speak, as long as nothing was served.</remarks>
    Network = 7,

    /// <summary>The answer is not a product: malformed JSON, an empty body, one that is too large, an object without an id or with another
    /// product's id, or one without any property of the product type.</summary>
    InvalidResponse = 8,

    /// <summary>The id cannot be sent; no request was. See <see cref="ProductId"/>.</summary>
    InvalidId = 9,

    /// <summary>The run ended before this id had a result: its time limit passed, or the API key was rejected. Requests may have been sent;
    /// see <see cref="FetchResult{TProduct}.Attempts"/>.</summary>
    NotAttempted = 10,
}
