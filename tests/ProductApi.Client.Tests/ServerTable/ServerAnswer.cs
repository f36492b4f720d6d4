using System.Globalization;
using System.Net;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.ServerTable;

/// <summary>What a server model answers: a status, or no connection at all, and what it says about waiting.</summary>
internal sealed record ServerAnswer(HttpStatusCode? Status, double RetryAfter = 0, RateLimitFields? RateLimitFields = null)
{
    // RFC 9113, section 7.
    private const long StreamRefused = 7;

    public static readonly ServerAnswer Product = new(HttpStatusCode.OK);
    public static readonly ServerAnswer Failure = new(HttpStatusCode.InternalServerError);
    public static readonly ServerAnswer Busy = new(HttpStatusCode.ServiceUnavailable);
    public static readonly ServerAnswer Throttled = new(HttpStatusCode.TooManyRequests);
    public static readonly ServerAnswer Refused = new(Status: null);

    /// <summary>An HTTP/2 stream too many (RFC 9113, section 8.7).</summary>
    public static readonly ServerAnswer RefusedStream = new(Status: null) { ResetsStream = true };

    /// <summary>Further headers, as they are.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    public bool ResetsStream { get; init; }

    public HttpResponseMessage ToResponse(int item)
    {
        if (ResetsStream)
        {
            throw new HttpRequestException(
                HttpRequestError.HttpProtocolError, "Stream reset", new HttpProtocolException(StreamRefused, "Stream refused", null));
        }

        if (Status is not { } status)
            throw new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused");

        var response = status == HttpStatusCode.OK
            ? ScriptedServer.Product(item.ToString(CultureInfo.InvariantCulture))
            : new HttpResponseMessage(status);
        if (RetryAfter > 0)
            response.Headers.TryAddWithoutValidation("Retry-After", RetryAfter.ToString(CultureInfo.InvariantCulture));
        RateLimitFields?.AddTo(response.Headers);
        foreach (var (name, value) in Headers)
            response.Headers.TryAddWithoutValidation(name, value);
        return response;
    }
}
