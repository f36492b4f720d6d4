using System.Diagnostics;

namespace ProductApi.Client;

/// <summary>Settings of a product client, by default read from the configuration section <c>ProductApi</c>.</summary>
/// <remarks>
/// <para>Only <see cref="BaseAddress"/> and <see cref="ApiKey"/>, or <see cref="ApiKeyProvider"/> in its place, must be set. No setting
/// describes the server's limits: those are learned.</para>
/// <para>Checked when the host starts, or at the first use where there is no host: an invalid setting throws
/// <see cref="Microsoft.Extensions.Options.OptionsValidationException"/> with the setting, its value and the rule.</para>
/// <para>In configuration, durations are written <c>hours:minutes:seconds</c>, such as <c>00:00:10</c>; a bare <c>10</c> means ten days and
/// is refused.</para>
/// </remarks>
[DebuggerDisplay("{BaseAddress}")]
public sealed class ProductClientOptions
{
    /// <summary>The server's address, with or without a path, such as <c>https://api.example.com/v1</c>. Required.</summary>
    /// <value>The default is <see langword="null"/>.</value>
    /// <remarks>Must be https, unless it is a loopback address or <see cref="AllowInsecureHttp"/> is set. May be the name of a service that
    /// service discovery resolves, such as <c>https+http://catalog</c>; an endpoint that is then reached by plain http, and is not
    /// loopback, gets no key unless <see cref="AllowInsecureHttp"/> is set.</remarks>
    public Uri? BaseAddress { get; set; }

    /// <summary>The secret sent with every request to <see cref="BaseAddress"/>'s origin and to no other. Required, unless
    /// <see cref="ApiKeyHeader"/> is empty or <see cref="ApiKeyProvider"/> is set; with a provider it must not be set.</summary>
    /// <value>The default is <see langword="null"/>.</value>
    /// <remarks>Follows configuration reload. A reload that makes any setting invalid is logged and the last valid key stays in use.
    /// A debugger does not show it.</remarks>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string? ApiKey { get; set; }

    /// <summary>Gets a key from elsewhere, such as a vault or an OAuth library, instead of <see cref="ApiKey"/>. It is called when a key is
    /// first needed, when the last one expires (<see cref="ProvidedApiKey.ExpiresAt"/>) and after the server has rejected it (401), and
    /// never more than once at a time.</summary>
    /// <value>The default is <see langword="null"/>: <see cref="ApiKey"/> is used.</value>
    /// <remarks>What it returns is protected as an <see cref="ApiKey"/> is, which must not be set then. When it throws while the last key
    /// is still good, that one is used; after a rejection the rejected key stays; otherwise the attempt fails and is retried like one
    /// whose connection failed. When a key that it returned after a rejection is rejected at once, it is asked again after a minute. The
    /// token ends when the client is disposed of.</remarks>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public Func<ApiKeyRequest, CancellationToken, ValueTask<ProvidedApiKey>>? ApiKeyProvider { get; set; }

    /// <summary>The path below <see cref="BaseAddress"/>; <c>{id}</c> is replaced by the escaped id.</summary>
    /// <value>The default is <c>products/{id}</c>.</value>
    public string ProductPath { get; set; } = "products/{id}";

    /// <summary>The header that carries the key. Empty or <see langword="null"/>: no key is sent, and the caller authenticates with a
    /// handler added to the <c>IHttpClientBuilder</c> that <c>AddProductClient</c> returns.</summary>
    /// <value>The default is <c>Authorization</c>.</value>
    public string? ApiKeyHeader { get; set; } = "Authorization";

    /// <summary>The authentication scheme written before the key (RFC 9110, section 11.4). Empty or <see langword="null"/>: the key stands
    /// alone, as in <c>X-Api-Key: secret</c>.</summary>
    /// <value>The default is <c>Bearer</c>.</value>
    /// <remarks>A key that begins with the scheme and a blank is sent with it once.</remarks>
    public string? ApiKeyScheme { get; set; } = "Bearer";

    /// <summary>Allows plain http to a host that is not loopback. Key and products are then readable on the way.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool AllowInsecureHttp { get; set; }

    /// <summary>The largest number of requests in flight, over all calls of the client together. From 1 to 10,000.</summary>
    /// <value>The default is 20.</value>
    public int MaxConcurrency { get; set; } = 20;

    /// <summary>The longest time to establish a connection. From 50 milliseconds to 5 minutes.</summary>
    /// <value>The default is 5 seconds.</value>
    /// <remarks>Where it is not shorter than <see cref="AttemptTimeout"/>, 80 % of that are used.</remarks>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest time for one attempt: connection, headers and the whole body. From 50 milliseconds to 10 minutes.</summary>
    /// <value>The default is 10 seconds.</value>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a transient fault of an item (408, 500, 502, 504 and the like, a reset connection, an attempt timeout, a cut-off
    /// body) is retried: 3 means up to 4 requests. From 0 to 10.</summary>
    /// <value>The default is 3.</value>
    /// <remarks>Neither 429 and 503 nor an outage of the host count: those are waited out. An answer that asks this item to come back later
    /// (<c>Retry-After</c> on a 202, a 4xx or a 5xx) counts, and is not asked for again before.</remarks>
    public int MaxRetryAttempts { get; set; } = 3;

    /// <summary>The delay before the first retry, doubled with each further one and jittered. From 0 to 30 seconds.</summary>
    /// <value>The default is 0.2 seconds.</value>
    public TimeSpan RetryBaseDelay { get; set; } = TimeSpan.FromSeconds(0.2);

    /// <summary>The longest wait a server may announce (<c>Retry-After</c>) and still be waited for. From 0 to 23:59:59.</summary>
    /// <value>The default is 10 minutes.</value>
    /// <remarks>When a longer wait is announced, one request checks it. If that request is told to wait as long, all ids fail at once as
    /// <see cref="FetchErrorKind.RateLimited"/>; otherwise an id fails only if it is told so again. An id whose answer is no refusal (a
    /// <c>Retry-After</c> on a 202, a 400 or a 500) fails at once with its own error.</remarks>
    public TimeSpan MaxRetryAfter { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Says what an answer means where neither its status nor its headers tell: a push-back, a transient fault, or a result. It
    /// sees each answer once, with its whole body (of an error, the first 16 KiB), before the client acts on it.</summary>
    /// <value>The default is <see langword="null"/>: status and headers decide, as they do where the rule returns
    /// <see langword="null"/>.</value>
    /// <remarks>It is called for several answers at the same time and must not block. When it throws, the id fails as
    /// <see cref="FetchErrorKind.Unknown"/>.</remarks>
    /// <example>
    /// <code>
    /// options.ResponseRule = answer =>
    ///     answer.StatusCode == HttpStatusCode.Forbidden &amp;&amp; answer.ReadText().Contains("userRateLimitExceeded")
    ///         ? ResponseAdvice.PushBack()
    ///         : null;
    /// </code>
    /// </example>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public Func<ProductResponse, ResponseAdvice?>? ResponseRule { get; set; }

    /// <summary>How long an outage of the host, without any success, is waited out before the waiting ids fail as
    /// <see cref="FetchErrorKind.Unavailable"/>. From 0 to 23:59:59.</summary>
    /// <value>The default is 2 minutes.</value>
    /// <remarks>Where the server announced a wait of more than a second, <see cref="MaxRetryAfter"/> holds instead. If 429 was all that was
    /// heard, the ids fail as <see cref="FetchErrorKind.RateLimited"/>.</remarks>
    public TimeSpan OutagePatience { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Whether a request that is in flight for far longer than others is sent a second time. The first answer wins; the other
    /// request is cancelled. A GET may be sent twice (RFC 9110, section 9.2.2).</summary>
    /// <value>The default is <see langword="true"/>.</value>
    /// <remarks>Far longer is three times the 95th percentile of the last 200 served requests (at least 20 of them), and at least 0.25
    /// seconds. An id has one such backup request at most, and all together are at most 2 % of what was served, plus two; they count in
    /// <see cref="FetchResult{TProduct}.Attempts"/> and keep to <see cref="MaxConcurrency"/>. None is sent while the server is known to
    /// have a limit or to be in trouble, and none where several processes share a limit.</remarks>
    public bool BackupRequests { get; set; } = true;

    /// <summary>The largest body accepted, in bytes, counted after decompression. From 1 byte to 512 MiB.</summary>
    /// <value>The default is 4 MiB (4,194,304).</value>
    public int MaxResponseBytes { get; set; } = 4 * 1024 * 1024;
}
