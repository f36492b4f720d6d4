using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace ProductApi.Client.Sample.Server;

/// <summary>A whole answer, made before its first byte is sent so that a fault can break it anywhere.</summary>
internal sealed record Answer(int Status, string ContentType, byte[] Body)
{
    public static Answer Json<T>(T value, JsonTypeInfo<T> type) =>
        new(StatusCodes.Status200OK, "application/json", JsonSerializer.SerializeToUtf8Bytes(value, type));

    public static Answer Problem(int status, string detail) =>
        new(
            status,
            "application/problem+json",
            JsonSerializer.SerializeToUtf8Bytes(
                new Problem(ReasonPhrases.GetReasonPhrase(status), status, detail), ServerJson.Default.Problem));

    public void WriteTo(HttpResponse response)
    {
        WriteHead(response);

        // Not flushed: the bytes leave once the request has gone back through the limiter and the counters, so a client that
        // has read its answer and sends the next request at once is never counted, or refused, as if it had two in flight.
        response.BodyWriter.Write(Body);
    }

    public async Task WriteHalfAsync(HttpResponse response)
    {
        WriteHead(response);
        await response.BodyWriter.WriteAsync(Body.AsMemory(0, Body.Length / 2));
    }

    private void WriteHead(HttpResponse response)
    {
        response.StatusCode = Status;
        response.ContentType = ContentType;
        response.ContentLength = Body.Length;
    }
}
