using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Shop.Hosted;

/// <summary>A server that the key does not belong to. Refuses every request and keeps what it was sent.</summary>
internal sealed class Elsewhere : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<string> _seen = [];

    public Elsewhere()
    {
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _ = AnswerAsync();
    }

    public Uri Address { get; }

    public IReadOnlyList<string> Seen
    {
        get
        {
            lock (_seen)
                return [.. _seen];
        }
    }

    public void Dispose() => _listener.Dispose();

    private async Task AnswerAsync()
    {
        while (true)
        {
            using var client = await _listener.AcceptTcpClientAsync();
            var stream = client.GetStream();
            var request = "";
            var buffer = new byte[4096];
            while (!request.Contains("\r\n\r\n", StringComparison.Ordinal))
                request += Encoding.Latin1.GetString(buffer, 0, await stream.ReadAsync(buffer));
            lock (_seen)
                _seen.Add(request);
            await stream.WriteAsync("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray());
        }
    }
}

/// <summary>Sends every request there.</summary>
internal sealed class Detour(Uri address) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.RequestUri = new Uri(address, request.RequestUri!.PathAndQuery);
        return base.SendAsync(request, cancellationToken);
    }
}
