using System.Net;
using System.Net.Sockets;

namespace ProductApi.Client.Registration;

/// <summary>Connects to a host of several addresses although the first may swallow packets: the next is tried beside it soon, and whichever
/// answers first is used (RFC 8305). The platform tries one after the other, and the first would use up the whole connect
/// timeout.</summary>
internal static class StaggeredConnect
{
    // RFC 8305, section 5.
    private static readonly TimeSpan NextAfter = TimeSpan.FromMilliseconds(250);

    public static async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context, TimeProvider time, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = IPAddress.TryParse(host, out var address)
            ? [address]
            : await Dns.GetHostAddressesAsync(host, cancellationToken).ConfigureAwait(false);
        return new NetworkStream(await ConnectAsync(addresses, port, time, cancellationToken).ConfigureAwait(false), ownsSocket: true);
    }

    public static async Task<Socket> ConnectAsync(
        IReadOnlyList<IPAddress> addresses, int port, TimeProvider time, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        List<Task<Socket>> attempts = [];
        Exception failure = new SocketException((int)SocketError.HostNotFound);
        try
        {
            for (var next = 0; next < addresses.Count || attempts.Count > 0;)
            {
                if (next < addresses.Count)
                    attempts.Add(OpenAsync(addresses[next++], port, end.Token));
                var ended = await FirstOfAsync(attempts, next < addresses.Count, time, end.Token).ConfigureAwait(false);
                if (ended is null)
                    continue;
                attempts.Remove(ended);
                if (ended.IsCompletedSuccessfully)
                    return await ended.ConfigureAwait(false);
                failure = ended.Exception?.InnerException ?? failure;
            }
        }
        finally
        {
            await end.CancelAsync().ConfigureAwait(false);
            attempts.ForEach(late => _ = CloseAsync(late));
        }

        cancellationToken.ThrowIfCancellationRequested();
        throw failure;
    }

    // Null: it is time for the next one.
    private static async Task<Task<Socket>?> FirstOfAsync(
        List<Task<Socket>> attempts, bool hasMore, TimeProvider time, CancellationToken cancellationToken)
    {
        var first = Task.WhenAny(attempts);
        if (!hasMore)
            return await first.ConfigureAwait(false);

        var delay = Task.Delay(NextAfter, time, cancellationToken);
        return await Task.WhenAny(first, delay).ConfigureAwait(false) == first ? await first.ConfigureAwait(false) : null;
    }

    private static async Task<Socket> OpenAsync(IPAddress address, int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, port, cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task CloseAsync(Task<Socket> late)
    {
        await ((Task)late).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (late.IsCompletedSuccessfully)
            (await late.ConfigureAwait(false)).Dispose();
    }
}
