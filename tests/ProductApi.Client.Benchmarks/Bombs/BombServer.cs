using System.Buffers;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ProductApi.Client.Benchmarks.Bombs;

/// <summary>Answers every request on a loopback socket with a body that decompresses to a gigabyte.</summary>
internal static class BombServer
{
    /// <summary>The encodings it knows; <c>none</c> stands for small honest products.</summary>
    public static readonly IReadOnlyList<string> Encodings = ["none", "gzip", "br", LargeWindow];

    // The widest window an answer may ask of the decoder: 16 MB.
    private const string LargeWindow = "br, window 24";
    private const int LargestWindow = 24;
    private const int Quality = 5;

    private const long Size = 1L << 30;
    private const string Product = """{"id":"7","name":"Product 7"}""";

    /// <summary>Writes its address as one line and serves until the input ends.</summary>
    public static async Task RunAsync(string encoding, TextReader input, TextWriter output)
    {
        var body = encoding == "none" ? Encoding.UTF8.GetBytes(Product) : Compress(encoding);
        var header = encoding == "none" ? "" : $"Content-Encoding: {encoding.Split(',')[0]}\r\n";
        var head = FormattableString.Invariant($"HTTP/1.1 200 OK\r\nConnection: close\r\n{header}Content-Length: {body.Length}\r\n\r\n");
        byte[] answer = [.. Encoding.ASCII.GetBytes(head), .. body];

        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start(backlog: 512);
        await output.WriteLineAsync($"http://{listener.LocalEndpoint}/");
        using var stopping = new CancellationTokenSource();
        var accepting = AcceptAsync(listener, answer, stopping.Token);
        await input.ReadToEndAsync();
        await stopping.CancelAsync();
        await accepting;
    }

    private static async Task AcceptAsync(TcpListener listener, byte[] answer, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
                _ = AnswerAsync(await listener.AcceptSocketAsync(cancellationToken), answer);
        }
        catch (OperationCanceledException)
        {
            // The end of the server.
        }
    }

    private static async Task AnswerAsync(Socket socket, byte[] answer)
    {
        using var _ = socket;
        try
        {
            await using var stream = new NetworkStream(socket);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            while (await reader.ReadLineAsync() is { Length: > 0 })
            {
                // The request is read; what it says does not matter.
            }

            await stream.WriteAsync(answer);
            socket.Shutdown(SocketShutdown.Send);
            while (await stream.ReadAsync(new byte[256]) > 0)
            {
                // Closing with bytes unread would reset the connection.
            }
        }
        catch (IOException)
        {
            // The client has seen enough.
        }
    }

    private static byte[] Compress(string encoding)
    {
        if (encoding == LargeWindow)
            return CompressWithLargeWindow();

        using var compressed = new MemoryStream();
        using (Stream stream = encoding == "gzip"
            ? new GZipStream(compressed, CompressionLevel.Fastest)
            : new BrotliStream(compressed, CompressionLevel.Fastest))
        {
            var zeros = new byte[1 << 20];
            for (var written = 0L; written < Size; written += zeros.Length)
                stream.Write(zeros);
        }

        return compressed.ToArray();
    }

    private static byte[] CompressWithLargeWindow()
    {
        using var encoder = new BrotliEncoder(Quality, LargestWindow);
        using var compressed = new MemoryStream();
        var buffer = new byte[1 << 16];
        var zeros = new byte[1 << 20];
        for (var left = Size; left > 0; left -= zeros.Length)
        {
            var isLast = left == zeros.Length;
            for (var rest = zeros.AsSpan(); ;)
            {
                var status = encoder.Compress(rest, buffer, out var consumed, out var written, isLast);
                compressed.Write(buffer, 0, written);
                rest = rest[consumed..];
                if (status == OperationStatus.Done && rest.IsEmpty)
                    break;
            }
        }

        return compressed.ToArray();
    }
}
