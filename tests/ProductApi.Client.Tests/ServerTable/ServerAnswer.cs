using System.Globalization;
using System.Net;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.ServerTable;

/// <summary>What a server model answers: a status, or no connection at all, and what it says about waiting.</summary>
internal sealed record ServerAnswer(HttpStatusCode? Status, double RetryAfter = 0, RateLimitFields? RateLimitFields = null)
{
    public static readonly ServerAnswer Product = new(HttpStatusCode.OK);
    public static readonly ServerAnswer Failure = new(HttpStatusCode.InternalServerError);
    public static readonly ServerAnswer Busy = new(HttpStatusCode.ServiceUnavailable);
    public static readonly ServerAnswer Throttled = new(HttpStatusCode.TooManyRequests);
    public static readonly ServerAnswer Refused = new(Status: null);

    /// <summary>Further headers, as they are.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    public HttpResponseMessage ToResponse(int item)
    {
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
