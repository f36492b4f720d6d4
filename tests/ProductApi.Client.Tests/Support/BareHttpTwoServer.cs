using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace ProductApi.Client.Tests.Support;

/// <summary>HTTP/2 without TLS on a bare socket: a test scripts every frame, also those no web server would send. Knows as much of the
/// protocol as a GET needs.</summary>
internal sealed class BareHttpTwoServer : IAsyncDisposable
{
    private const int PrefaceLength = 24;
    private const byte Data = 0, Headers = 1, Reset = 3, Settings = 4, Ping = 6;
    private const byte Ack = 1, EndStream = 1, EndHeaders = 4;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Func<BareStream, Task> _answer;
    private readonly List<Task> _connections = [];
    private readonly Task _accepting;
    private int _requests;

    public BareHttpTwoServer(Func<BareStream, Task> answer)
    {
        _answer = answer;
        _listener.Start();
        BaseAddress = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _accepting = AcceptAsync();
    }

    public Uri BaseAddress { get; }

    public int Requests => Volatile.Read(ref _requests);

    public int Connections => _connections.Count;

    /// <summary>Makes a client speak HTTP/2 without TLS, which nothing negotiates.</summary>
    public static void SpokenBy(IHttpClientBuilder builder) => builder.ConfigureHttpClient(http =>
    {
        http.DefaultRequestVersion = HttpVersion.Version20;
        http.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact;
    });

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections).WaitAsync(TimeSpan.FromSeconds(30));
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var socket = await _listener.AcceptSocketAsync(_stopping.Token);
                _connections.Add(ServeAsync(socket, _connections.Count + 1));
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(Socket socket, int connection)
    {
        using var writing = new SemaphoreSlim(1);
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        await using var stop = _stopping.Token.Register(socket.Dispose);
        var isSwallowed = false;
        try
        {
            await stream.ReadExactlyAsync(new byte[PrefaceLength]);
            await WriteAsync(Settings, 0, 0, []);
            while (true)
            {
                var head = new byte[9];
                await stream.ReadExactlyAsync(head);
                var payload = new byte[(head[0] << 16) | (head[1] << 8) | head[2]];
                await stream.ReadExactlyAsync(payload);
                var id = BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(5));
                if (isSwallowed)
                    continue;
                if (head[3] == Settings && (head[4] & Ack) == 0)
                    await WriteAsync(Settings, Ack, 0, []);
                else if (head[3] == Ping && (head[4] & Ack) == 0)
                    await WriteAsync(Ping, Ack, 0, payload);
                else if (head[3] == Headers)
                    _ = _answer(new BareStream(Interlocked.Increment(ref _requests), connection, id, WriteAsync, () => isSwallowed = true));
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException)
        {
            // The client went away, or the test is over.
        }

        async Task WriteAsync(byte type, byte flags, int id, byte[] payload)
        {
            byte[] frame =
                [(byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length, type, flags, 0, 0, 0, 0, .. payload];
            BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), id);
            await writing.WaitAsync();
            try
            {
                if (!isSwallowed)
                    await stream.WriteAsync(frame);
            }
            catch (Exception exception) when (exception is IOException or ObjectDisposedException)
            {
                // The client went away.
            }
            finally
            {
                writing.Release();
            }
        }
    }

    /// <summary>One request and the ways to answer it.</summary>
    internal sealed class BareStream(
        int number, int connection, int id, Func<byte, byte, int, byte[], Task> write, Action swallow)
    {
        // The path stands in the request in a code of its own: this id contradicts none.
        public const string Body = """{"id":"any"}""";
        public const int RefusedStream = 7;
        public const int EnhanceYourCalm = 11;
        public const int HttpOneRequired = 13;

        /// <summary>The how-manieth request over all.</summary>
        public int Number => number;

        public int Connection => connection;

        /// <param name="body">What is sent.</param>
        /// <param name="announced">The Content-Length.</param>
        public async Task AnswerAsync(string body, int announced)
        {
            // Indexed ":status: 200"; "content-length" by its index in the static table, its value as it is (RFC 7541).
            var length = Encoding.ASCII.GetBytes($"{announced}");
            await write(Headers, EndHeaders, id, [0x88, 0x0F, 0x0D, (byte)length.Length, .. length]);
            await write(Data, EndStream, id, Encoding.UTF8.GetBytes(body));
        }

        public Task ProductAsync() => AnswerAsync(Body, Body.Length);

        public Task ResetAsync(int error) => write(Reset, 0, id, [0, 0, 0, (byte)error]);

        /// <summary>From now on nothing gets through on this connection, which stays open.</summary>
        public void Swallow() => swallow();
    }
}
