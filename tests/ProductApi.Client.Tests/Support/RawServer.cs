using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ProductApi.Client.Tests.Support;

/// <summary>A server on a bare socket: a test scripts every byte of each answer, also those no web server would send. One request per
/// connection, so that the client never re-sends on its own because a kept connection went away.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<RawRequest> _requests = [];
    private readonly List<Task> _exchanges = [];
    private readonly Func<RawExchange, Task> _answer;
    private readonly Func<Stream, Task<Stream>> _secure;
    private readonly Task _accepting;
    private TaskCompletionSource _arrival = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _inFlight;

    private RawServer(Func<RawExchange, Task> answer, Func<Stream, Task<Stream>>? secure)
    {
        _answer = answer;
        _secure = secure ?? Task.FromResult;
        _listener.Start(backlog: 512);
        BaseAddress = new Uri($"{(secure is null ? "http" : "https")}://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _accepting = AcceptAsync();
    }

    public Uri BaseAddress { get; }

    public int MaxInFlight { get; private set; }

    public IReadOnlyList<RawRequest> Requests
    {
        get
        {
            lock (_requests)
                return [.. _requests];
        }
    }

    /// <param name="answer">Runs once for every request that has arrived in full.</param>
    /// <param name="secure">Makes the stream to talk on, for servers that speak TLS.</param>
    public static RawServer Start(Func<RawExchange, Task> answer, Func<Stream, Task<Stream>>? secure = null) => new(answer, secure);

    /// <summary>A server that has every product.</summary>
    public static RawServer WithProducts() => new(exchange => exchange.ProductAsync(), null);

    public IReadOnlyList<RawRequest> RequestsFor(string id) => [.. Requests.Where(request => request.Id == id)];

    /// <summary>Waits until so many requests have arrived in all.</summary>
    public async Task ReceivedAsync(int count)
    {
        while (true)
        {
            Task arrival;
            lock (_requests)
            {
                if (_requests.Count >= count)
                    return;
                arrival = _arrival.Task;
            }

            await arrival.WaitAsync(TimeSpan.FromSeconds(30));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        Task[] exchanges;
        lock (_requests)
            exchanges = [.. _exchanges];
        await Task.WhenAll(exchanges).WaitAsync(TimeSpan.FromSeconds(30));
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var socket = await _listener.AcceptSocketAsync(_stopping.Token);
                lock (_requests)
                    _exchanges.Add(ServeAsync(socket));
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        await Task.Yield();
        using var _ = socket;
        socket.NoDelay = true;
        await using var stop = _stopping.Token.Register(socket.Dispose);
        try
        {
            await using var stream = await _secure(new NetworkStream(socket));
            if (await ReadHeadAsync(stream) is { } head)
                await _answer(new RawExchange(Receive(head), socket, stream, Answered)).WaitAsync(_stopping.Token);
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The client went away, or the test is over.
        }
    }

    private RawRequest Receive(string[] head)
    {
        lock (_requests)
        {
            var target = head[0].Split(' ')[1];
            var id = Uri.UnescapeDataString(target[(target.LastIndexOf('/') + 1)..].Split('?')[0]);
            var request = new RawRequest(
                head[0], target, id, _requests.Count(earlier => earlier.Id == id) + 1, _requests.Count + 1, DateTimeOffset.UtcNow, head[1..]);
            _requests.Add(request);
            MaxInFlight = Math.Max(MaxInFlight, ++_inFlight);
            _arrival.SetResult();
            _arrival = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return request;
        }
    }

    private void Answered()
    {
        lock (_requests)
            _inFlight--;
    }

    private static async Task<string[]?> ReadHeadAsync(Stream stream)
    {
        using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
        List<string> lines = [];
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.Length == 0)
                return [.. lines];
            lines.Add(line);
        }

        return null;
    }
}

/// <summary>One request as it arrived, byte for byte: the how-manieth for its id, and over all.</summary>
internal sealed record RawRequest(
    string Line, string Target, string Id, int Attempt, int Number, DateTimeOffset At, IReadOnlyList<string> HeaderLines)
{
    public IReadOnlyList<string> Header(string name) =>
        [.. HeaderLines.Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)).Select(line => line[(name.Length + 1)..].Trim())];
}

/// <summary>One request and the ways to answer it. Each ends the connection.</summary>
internal sealed class RawExchange(RawRequest request, Socket socket, Stream stream, Action answered)
{
    public RawRequest Request => request;

    public Task ProductAsync() => AnswerAsync(200, $$"""{"id":"{{request.Id}}","name":"Product {{request.Id}}"}""");

    public Task AnswerAsync(int status, string body = "", params string[] headers) => AnswerAsync(status, Encoding.UTF8.GetBytes(body), headers);

    public Task AnswerAsync(int status, byte[] body, params string[] headers) =>
        WriteAsync([.. Head($"{status} {(HttpStatusCode)status}", ["Content-Type: application/json", .. headers, $"Content-Length: {body.Length}"]), .. body]);

    /// <summary>A status line, header lines and a body as the test wrote them.</summary>
    public Task WriteAsync(string answer) => WriteAsync(Encoding.Latin1.GetBytes(answer.ReplaceLineEndings("\r\n")));

    /// <summary>A whole head, then nothing until the client goes away.</summary>
    public async Task StallAfterAsync(string head)
    {
        await stream.WriteAsync(Encoding.Latin1.GetBytes(head.ReplaceLineEndings("\r\n")));
        await ClientLeftAsync();
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

    // Counted as answered before the first byte leaves: a client that reads it and sends the next request at once has one in flight.
    private async Task WriteAsync(byte[] answer)
    {
        answered();
        await stream.WriteAsync(answer);
    }

    private static byte[] Head(string status, string[] headers) =>
        Encoding.Latin1.GetBytes($"HTTP/1.1 {status}\r\nConnection: close\r\n{string.Concat(headers.Select(line => line + "\r\n"))}\r\n");
}
