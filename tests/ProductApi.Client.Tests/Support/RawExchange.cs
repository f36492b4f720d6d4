using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ProductApi.Client.Tests.Support;

/// <summary>One request and the ways to answer it. Each ends the connection, but one.</summary>
internal sealed class RawExchange(RawRequest request, Socket socket, Stream stream, Action answered)
{
    public RawRequest Request => request;

    /// <summary>How much of a flood the client let through.</summary>
    public long Flooded { get; private set; }

    /// <summary>Whether the client may send its next request on this connection.</summary>
    public bool IsKept { get; private set; }

    public Task ProductAsync() => AnswerAsync(200, $$"""{"id":"{{request.Id}}","name":"Product {{request.Id}}"}""");

    /// <summary>The product, on a connection that stays open.</summary>
    public Task KeptProductAsync()
    {
        IsKept = true;
        var body = $$"""{"id":"{{request.Id}}","name":"Product {{request.Id}}"}""";
        return WriteAsync(Encoding.Latin1.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
    }

    public Task AnswerAsync(int status, string body = "", params string[] headers) => AnswerAsync(
        status, Encoding.UTF8.GetBytes(body), headers);

    public Task AnswerAsync(int status, byte[] body, params string[] headers) =>
        WriteAsync(
        [
            .. Head($"{status} {(HttpStatusCode)status}", ["Content-Type: application/json", .. headers, $"Content-Length: {body.Length}"]),
            .. body,
        ]);

    /// <summary>A status line, header lines and a body as the test wrote them.</summary>
    public Task WriteAsync(string answer) => WriteAsync(Encoding.Latin1.GetBytes(answer.ReplaceLineEndings("\r\n")));

    /// <summary>What a proxy does when all is well: from now on it passes bytes on, in both directions.</summary>
    public async Task TunnelAsync(int port)
    {
        using var behind = new TcpClient();
        await behind.ConnectAsync(IPAddress.Loopback, port);
        await WriteAsync("HTTP/1.1 200 Connection established\n\n");
        await Task.WhenAny(stream.CopyToAsync(behind.GetStream()), behind.GetStream().CopyToAsync(stream));
    }

    /// <summary>A whole head, then nothing until the client goes away.</summary>
    public async Task StallAfterAsync(string head)
    {
        await stream.WriteAsync(Encoding.Latin1.GetBytes(head.ReplaceLineEndings("\r\n")));
        await ClientLeftAsync();
    }

    /// <summary>Whatever the test wrote, then a reset.</summary>
    public async Task ResetAfterAsync(string beginning)
    {
        await WriteAsync(beginning);
        Reset();
    }

    /// <summary>A head, then the block again and again, as long as the client takes it.</summary>
    public async Task FloodAsync(string head, byte[] block, long times = long.MaxValue, TimeSpan pause = default)
    {
        await WriteAsync(head);
        for (var i = 0L; i < times; i++)
        {
            await stream.WriteAsync(block);
            Flooded += block.Length;
            if (pause > TimeSpan.Zero)
                await Task.Delay(pause);
        }
    }

    /// <summary>A body that never ends.</summary>
    public async Task EndlessAsync(int status)
    {
        await WriteAsync(Head($"{status} Endless", []));
        var block = new byte[16 * 1024];
        block.AsSpan().Fill((byte)'x');
        while (true)
            await stream.WriteAsync(block);
    }

    public async Task ChunkedAsync(byte[] chunk, int times)
    {
        byte[] frame = [.. Encoding.Latin1.GetBytes($"{chunk.Length:x}\r\n"), .. chunk, .. "\r\n"u8];
        await WriteAsync(Head("200 OK", ["Transfer-Encoding: chunked"]));
        for (var i = 0; i < times; i++)
            await stream.WriteAsync(frame);
        await stream.WriteAsync("0\r\n\r\n"u8.ToArray());
    }

    /// <summary>Half of the announced body, then the end of the connection, or a reset.</summary>
    public async Task TruncateAsync(bool reset = false)
    {
        await WriteAsync([.. Head("200 OK", ["Content-Length: 20"]), .. """{"id":"7" """u8]);
        if (reset)
            Reset();
    }

    /// <summary>An announced body that comes byte by byte and never ends.</summary>
    public async Task DripAsync()
    {
        await stream.WriteAsync(Head("200 OK", ["Content-Length: 1000000"]));
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (await pause.WaitForNextTickAsync())
            await stream.WriteAsync(" "u8.ToArray());
    }

    /// <summary>Half of the announced body, then nothing until the client goes away.</summary>
    public async Task StallBodyAsync()
    {
        await stream.WriteAsync((byte[])[.. Head("200 OK", ["Content-Length: 20"]), .. """{"id":"7" """u8]);
        await ClientLeftAsync();
    }

    /// <summary>Half a head, then nothing until the client goes away.</summary>
    public async Task StallHeadersAsync()
    {
        await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Ty"u8.ToArray());
        await ClientLeftAsync();
    }

    /// <summary>A reset instead of an answer.</summary>
    public Task ResetAsync()
    {
        answered();
        Reset();
        return Task.CompletedTask;
    }

    /// <summary>Ends when the client has closed its side.</summary>
    public async Task ClientLeftAsync()
    {
        try
        {
            await stream.ReadExactlyAsync(new byte[1]);
        }
        catch (IOException)
        {
            answered();
        }
    }

    private void Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }

    /// <summary>Bytes as the test wrote them.</summary>
    public async Task WriteAsync(byte[] answer)
    {
        // Before the first byte leaves: a client that reads it and sends the next request at once has one in flight.
        answered();
        await stream.WriteAsync(answer);
    }

    private static byte[] Head(string status, string[] headers) =>
        Encoding.Latin1.GetBytes($"HTTP/1.1 {status}\r\nConnection: close\r\n{string.Concat(headers.Select(line => line + "\r\n"))}\r\n");
}
