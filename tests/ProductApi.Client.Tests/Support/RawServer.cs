using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ProductApi.Client.Tests.Support;

/// <summary>A server on a bare socket: a test scripts every byte of each answer, also those no web server would send. One request per
/// connection unless the test keeps it, so that the client never re-sends on its own because a kept connection went away.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<RawRequest> _requests = [];
    private readonly Dictionary<string, int> _attempts = [];
    private readonly List<Task> _exchanges = [];
    private readonly Func<RawExchange, Task> _answer;
    private readonly Func<Stream, Task<Stream>> _secure;
    private readonly Func<Socket, Task> _accept;
    private readonly Task _accepting;
    private TaskCompletionSource _arrival = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _inFlight;

    private RawServer(Func<RawExchange, Task> answer, Func<Stream, Task<Stream>>? secure = null, Func<Socket, Task>? accept = null)
    {
        _answer = answer;
        _secure = secure ?? Task.FromResult;
        _accept = accept ?? (_ => Task.CompletedTask);
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
    /// <param name="accept">Runs for every new connection, before anything is read from it.</param>
    public static RawServer Start(
        Func<RawExchange, Task> answer, Func<Stream, Task<Stream>>? secure = null, Func<Socket, Task>? accept = null) =>
        new(answer, secure, accept);

    /// <summary>A server that has every product.</summary>
    public static RawServer WithProducts() => new(exchange => exchange.ProductAsync());

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
            await _accept(socket).WaitAsync(_stopping.Token);
            await using var stream = await _secure(new NetworkStream(socket));
            var isKept = true;
            while (isKept && await ReadHeadAsync(stream) is { } head)
            {
                var exchange = new RawExchange(Receive(head), socket, stream, Answered);
                await _answer(exchange).WaitAsync(_stopping.Token);
                isKept = exchange.IsKept;
            }
        }
        catch (Exception exception) when (
            exception is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
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
            var attempt = _attempts[id] = _attempts.GetValueOrDefault(id) + 1;
            var request = new RawRequest(head[0], target, id, attempt, _requests.Count + 1, DateTimeOffset.UtcNow, head[1..]);
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
        [.. HeaderLines.Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
            .Select(line => line[(name.Length + 1)..].Trim())];
}
