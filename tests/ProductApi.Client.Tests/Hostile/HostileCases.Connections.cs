using System.Net.Sockets;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Hostile;

internal static partial class HostileCases
{
    private static HostileCase[] Connections =>
    [
        new("a reset at the first byte of the request", Product7, Disconnected) { OnAccept = ResetAsync },
        new("nothing: the connection is accepted and never read", Product7, TimedOut) { OnAccept = _ => Task.Delay(Timeout.Infinite) },
        new("a reset instead of an answer", exchange => exchange.ResetAsync(), Disconnected),
        new("a closed connection instead of an answer", _ => Task.CompletedTask, Disconnected),
        new("a reset in the middle of the status line", exchange => exchange.ResetAfterAsync("HTTP/1.1 20"), Disconnected),
        Raw("a closed connection in the middle of the status line", "HTTP/1.1 20", Disconnected),
        new("a reset in the middle of the headers", exchange => exchange.ResetAfterAsync("HTTP/1.1 200 OK\nContent-Ty"), Disconnected),
        Raw("a closed connection in the middle of the headers", "HTTP/1.1 200 OK\nContent-Ty", Disconnected),
        new("a reset in the middle of the body", exchange => exchange.TruncateAsync(reset: true), Broken()),
        new("a closed connection in the middle of the body", exchange => exchange.TruncateAsync(), Broken()),
        new("a reset in the middle of a chunk",
            exchange => exchange.ResetAfterAsync("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n20\n{\"id\":"), Broken()),
        new("silence instead of an answer", exchange => exchange.ClientLeftAsync(), TimedOut),
        new("silence in the middle of the status line", exchange => exchange.StallAfterAsync("HTTP/1.1 20"), TimedOut),
        new("silence in the middle of the headers", exchange => exchange.StallHeadersAsync(), TimedOut),
        new("silence after the headers", exchange => exchange.StallAfterAsync("HTTP/1.1 200 OK\nContent-Length: 20\n\n"), TimedOut),
        new("silence in the middle of the body", exchange => exchange.StallBodyAsync(), TimedOut),
        new("silence after the last chunk, without its end",
            exchange => exchange.StallAfterAsync("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n0\n"), TimedOut),
        new("silence in a body that ends with the connection",
            exchange => exchange.StallAfterAsync($"HTTP/1.1 200 OK\n\n{Json}"), TimedOut),
        new("headers, one byte at a time, without end",
            exchange => exchange.FloodAsync("HTTP/1.1 200 OK\nX-Slow: ", "x"u8.ToArray(), pause: Drip), TimedOut),
        new("a body, one byte at a time, without end", exchange => exchange.DripAsync(), TimedOut),
        new("chunks of one byte, without end",
            exchange => exchange.FloodAsync("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n", "1\r\n \r\n"u8.ToArray(), pause: Drip),
            TimedOut),
    ];

    private static TimeSpan Drip => TimeSpan.FromMilliseconds(20);

    private static Task Product7(RawExchange exchange) => exchange.ProductAsync();

    // Not before: a client that sees it while it still connects takes it for a host that refuses connections.
    private static async Task ResetAsync(Socket socket)
    {
        await socket.ReceiveAsync(new byte[1]);
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }
}
