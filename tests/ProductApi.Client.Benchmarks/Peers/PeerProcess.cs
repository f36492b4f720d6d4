using System.Globalization;
using System.Text.Json;
using ProductApi.Client.Benchmarks.Servers;

namespace ProductApi.Client.Benchmarks.Peers;

/// <summary>One contender in a process of its own, so that CPU, allocations and peak memory are its own.</summary>
internal sealed class PeerProcess : IAsyncDisposable
{
    public const string Command = "peer";

    private readonly Peer _peer;
    private readonly ChildProcess _process;

    private PeerProcess(Peer peer, ChildProcess process)
    {
        _peer = peer;
        _process = process;
    }

    public static PeerProcess Start(Peer peer, Uri baseAddress) =>
        new(peer, ChildProcess.StartSelf(Command, peer.Key, baseAddress.ToString()));

    /// <summary>The process' own side: a line in is a number of requests, a line out is what they cost.</summary>
    public static async Task ServeAsync(string key, Uri baseAddress)
    {
        var peer = Peer.Named(key).Create(baseAddress);
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var round = await Round.MeasureAsync(peer, int.Parse(line, CultureInfo.InvariantCulture));
            Console.WriteLine(JsonSerializer.Serialize(round, RoundJson.Default.Round));
        }
    }

    public async Task<Round> RunAsync(int requests, CancellationToken cancellationToken)
    {
        await _process.WriteLineAsync(requests.ToString(CultureInfo.InvariantCulture));
        var round = JsonSerializer.Deserialize(await _process.ReadLineAsync(cancellationToken), RoundJson.Default.Round)!;
        return round.Delivered == requests
            ? round
            : throw new InvalidOperationException($"{_peer.Label} delivered {round.Delivered} of {requests} products.");
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
