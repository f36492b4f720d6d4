using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using ProductApi.Client.Registration;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Pipeline;

/// <summary>Too many at once, told in other ways than 429.</summary>
[Trait("Speed", "Slow")]
public sealed class CrowdedTests
{
    private const int Room = 4;

    [Fact]
    [Trait("Contract", "8")]
    public async Task Connections_above_what_the_server_allows_are_reset_and_cost_no_id()
    {
        var open = 0;
        await using var server = RawServer.Start(
            async exchange =>
            {
                await exchange.ProductAsync();
                Interlocked.Decrement(ref open);
            },
            accept: socket =>
            {
                if (Interlocked.Increment(ref open) > Room)
                {
                    Interlocked.Decrement(ref open);
                    socket.LingerState = new LingerOption(true, 0);
                    socket.Close();
                }

                return Task.CompletedTask;
            });
        await using var client = new TestClient(server.BaseAddress, Quick.Retries);

        var results = await client.Products.FetchManyAsync(Enumerable.Range(1, 300)).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.All(results, result => Assert.True(result.Succeeded, result.Error?.ToString()));
    }

    [Theory]
    [InlineData(BareHttpTwoServer.BareStream.RefusedStream)]
    [InlineData(BareHttpTwoServer.BareStream.EnhanceYourCalm)]
    [Trait("Contract", "8")]
    public async Task Streams_above_what_the_server_allows_are_refused_and_cost_no_id(int error)
    {
        var open = 0;
        await using var server = new BareHttpTwoServer(async stream =>
        {
            if (Interlocked.Increment(ref open) > Room)
            {
                Interlocked.Decrement(ref open);
                await stream.ResetAsync(error);
                return;
            }

            using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
            await pause.WaitForNextTickAsync();
            Interlocked.Decrement(ref open);
            await stream.ProductAsync();
        });
        await using var client = new TestClient(server.BaseAddress, Quick.Retries, BareHttpTwoServer.SpokenBy);

        var results = await client.Products.FetchManyAsync(Enumerable.Range(1, 300)).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.All(results, result => Assert.True(result.Succeeded, result.Error?.ToString()));
        Assert.InRange(server.Requests, 300, 3 * 300);
        Assert.DoesNotContain(client.Logs.GetSnapshot(), line => line.Id.Name == "OutageStarted");
    }

    [Theory]
    [InlineData(SocketError.AddressNotAvailable)]
    [InlineData(SocketError.TooManyOpenSockets)]
    [InlineData(SocketError.NoBufferSpaceAvailable)]
    [Trait("Contract", "8")]
    public async Task A_machine_without_a_free_port_has_fewer_in_flight_and_the_host_is_not_out_of_service(SocketError error)
    {
        var open = 0;
        await using var server = RawServer.Start(exchange => exchange.ProductAsync());
        await using var client = new TestClient(server.BaseAddress, Quick.Retries, builder => builder.UseSocketsHttpHandler((handler, _) =>
            handler.ConnectCallback = async (context, cancellationToken) =>
            {
                if (Interlocked.Increment(ref open) > Room)
                {
                    Interlocked.Decrement(ref open);
                    throw new SocketException((int)error);
                }

                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
                return new Port(socket, () => Interlocked.Decrement(ref open));
            }));

        var results = await client.Products.FetchManyAsync(Enumerable.Range(1, 300)).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.All(results, result => Assert.True(result.Succeeded, result.Error?.ToString()));
        Assert.DoesNotContain(client.Logs.GetSnapshot(), line => line.Id.Name == "OutageStarted");
    }

    [Fact]
    [Trait("Contract", "8")]
    public async Task An_HTTP_2_connection_that_swallows_everything_is_found_out_by_pings()
    {
        await using var server = new BareHttpTwoServer(stream =>
        {
            if (stream is { Connection: 1, Number: > 20 })
                stream.Swallow();
            return stream.ProductAsync();
        });
        await using var client = new TestClient(server.BaseAddress, Quick.Retries, builder =>
        {
            BareHttpTwoServer.SpokenBy(builder);
            builder.UseSocketsHttpHandler((handler, _) =>
            {
                handler.KeepAlivePingDelay = TimeSpan.FromSeconds(1);
                handler.KeepAlivePingTimeout = TimeSpan.FromSeconds(1);
            });
        });

        var results = await client.Products.FetchManyAsync(Enumerable.Range(1, 200)).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.All(results, result => Assert.True(result.Succeeded, result.Error?.ToString()));
    }

    [Fact]
    public void Pings_are_sent_while_requests_are_active_unless_the_caller_has_set_them()
    {
        using var ours = new SocketsHttpHandler();
        using var theirs = new SocketsHttpHandler { KeepAlivePingDelay = TimeSpan.FromMinutes(1) };

        SocketsPrimary.Complete(ours, areCallersPresent: false, TimeProvider.System);
        SocketsPrimary.Complete(theirs, areCallersPresent: false, TimeProvider.System);

        Assert.Equal(
            (TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5), HttpKeepAlivePingPolicy.WithActiveRequests),
            (ours.KeepAlivePingDelay, ours.KeepAlivePingTimeout, ours.KeepAlivePingPolicy));
        Assert.Equal(
            (TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(20), HttpKeepAlivePingPolicy.Always),
            (theirs.KeepAlivePingDelay, theirs.KeepAlivePingTimeout, theirs.KeepAlivePingPolicy));
    }

    /// <summary>A connection that gives its port back when it is closed.</summary>
    private sealed class Port(Socket socket, Action closed) : NetworkStream(socket, ownsSocket: true)
    {
        private int _isClosed;

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            if (Interlocked.Exchange(ref _isClosed, 1) == 0)
                closed();
        }
    }
}
