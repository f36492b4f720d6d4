using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using ProductApi.Client.Registration;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Registration;

public sealed class StaggeredConnectTests
{
    private static readonly IPAddress Other = IPAddress.Parse("127.0.0.2");

    [Fact]
    [Trait("Contract", "8")]
    public async Task A_host_whose_first_address_swallows_packets_is_reached_by_the_second()
    {
        await using var server = RawServer.WithProducts();
        using var swallowing = new Socket(SocketType.Stream, ProtocolType.Tcp);
        swallowing.Bind(new IPEndPoint(Other, server.BaseAddress.Port));
        swallowing.Listen(0);
        using var first = await FillAsync(server.BaseAddress.Port);

        using var socket = await StaggeredConnect.ConnectAsync(
            [Other, IPAddress.Loopback], server.BaseAddress.Port, TimeProvider.System, CancellationToken.None)
            .WaitAsync(TimeSpan.FromSeconds(30));

        Assert.True(socket.Connected);
    }

    [Fact]
    [Trait("Contract", "8")]
    public async Task An_address_that_refuses_is_left_at_once()
    {
        await using var server = RawServer.WithProducts();

        using var socket = await StaggeredConnect.ConnectAsync(
            [Other, IPAddress.Loopback], server.BaseAddress.Port, new FakeTimeProvider(), CancellationToken.None)
                .WaitAsync(TimeSpan.FromSeconds(30));

        Assert.True(socket.Connected);
    }

    [Fact]
    [Trait("Contract", "8")]
    public async Task When_all_refuse_the_first_refusal_is_told()
    {
        int port;
        await using (var gone = RawServer.WithProducts())
            port = gone.BaseAddress.Port;

        var failure = await Assert.ThrowsAsync<SocketException>(() =>
            StaggeredConnect.ConnectAsync([IPAddress.Loopback, Other], port, TimeProvider.System, CancellationToken.None));

        Assert.Equal(SocketError.ConnectionRefused, failure.SocketErrorCode);
    }

    [Fact]
    public async Task Who_cancels_gets_a_cancellation()
    {
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            StaggeredConnect.ConnectAsync([IPAddress.Loopback, Other], 1, TimeProvider.System, cancellation.Token));
    }

    // A queue that is full drops what comes, or refuses it: neither is an answer.
    private static async Task<Waiting> FillAsync(int port)
    {
        var waiting = new Waiting();
        for (var i = 0; i < 4; i++)
            await waiting.ConnectAsync(new IPEndPoint(Other, port));
        return waiting;
    }

    private sealed class Waiting : IDisposable
    {
        private readonly List<Socket> _sockets = [];

        public async Task ConnectAsync(IPEndPoint address)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            _sockets.Add(socket);
            using var enough = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
            try
            {
                await socket.ConnectAsync(address, enough.Token);
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException)
            {
                // It is full.
            }
        }

        public void Dispose() => _sockets.ForEach(socket => socket.Dispose());
    }
}
