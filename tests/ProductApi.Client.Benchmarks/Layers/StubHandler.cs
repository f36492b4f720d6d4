using System.Net;
using System.Net.Http.Headers;

namespace ProductApi.Client.Benchmarks.Layers;

/// <summary>When an answer is there.</summary>
public enum Transport
{
    /// <summary>Later, on a thread of the pool, as on a wire: every method on the way suspends.</summary>
    Suspending,

    /// <summary>At once, as it never is on a wire: no method ever suspends, which hides what suspending costs.</summary>
    Synchronous,
}

/// <summary>Stands where the socket would and costs nothing else. The body is there with the headers, as a small one is on a
/// wire.</summary>
internal sealed class StubHandler(Transport transport) : HttpMessageHandler
{
    public static byte[] Body { get; } =
        """{"id":"7","name":"Product 7","description":"The description of product 7, as long as usual.","price":12.5,"currency":"EUR"}"""u8
            .ToArray();

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        transport == Transport.Synchronous ? Task.FromResult(Answer(request)) : AnswerLaterAsync(request);

    private static async Task<HttpResponseMessage> AnswerLaterAsync(HttpRequestMessage request)
    {
        await Task.Yield();
        return Answer(request);
    }

    private static HttpResponseMessage Answer(HttpRequestMessage request)
    {
        var content = new ByteArrayContent(Body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = content, RequestMessage = request };
    }
}
