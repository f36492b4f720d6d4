using System.Net;
using System.Net.Http.Headers;
using ProductApi.Client.Headers;

namespace ProductApi.Client.Tests.Headers;

/// <summary>The headers of an answer, written in one line: "Name: value|Name: value".</summary>
internal static class Answer
{
    public static HttpResponseHeaders With(string lines)
    {
        var response = new HttpResponseMessage(HttpStatusCode.TooManyRequests);
        foreach (var line in lines.Split('|', StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            response.Headers.TryAddWithoutValidation(line[..colon], line[(colon + 1)..].Trim());
        }

        return response.Headers;
    }

    /// <summary>The wait that it announces; zero when there is none.</summary>
    public static TimeSpan Wait(HttpResponseHeaders headers, TimeProvider time) => RetryAfterHeader.Read(headers, time)?.Length ?? default;
}
