using System.Net;
using System.Net.Http.Headers;

namespace ProductApi.Client.Benchmarks.Layers;

/// <summary>Stands where the socket would: every answer arrives later, as it does on a wire, and costs nothing else.</summary>
internal sealed class StubHandler : HttpMessageHandler
{
    public static byte[] Body { get; } =
        """{"id":"7","name":"Product 7","description":"The description of product 7, as long as usual.","price":12.5,"currency":"EUR"}"""u8
            .ToArray();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await Task.Yield();
        var content = new ByteArrayContent(Body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = content, RequestMessage = request };
    }
}
