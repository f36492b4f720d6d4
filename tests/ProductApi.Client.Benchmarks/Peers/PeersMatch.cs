using ProductApi.Client.Benchmarks.Servers;

namespace ProductApi.Client.Benchmarks.Peers;

/// <summary>Contenders against one server, their rounds interleaved: what disturbs the machine disturbs them all.</summary>
internal sealed record PeersMatch(IReadOnlyList<Peer> Peers, int Rounds, int Requests, int WarmUp)
{
    /// <summary>The rounds of each contender.</summary>
    public async Task<IReadOnlyList<Round>[]> PlayAsync(IServer server, CancellationToken cancellationToken)
    {
        List<PeerProcess> processes = [];
        try
        {
            foreach (var peer in Peers)
            {
                processes.Add(PeerProcess.Start(peer, server.BaseAddress));
                for (var sent = 0; sent < WarmUp; sent += Requests)
                    await processes[^1].RunAsync(Requests, cancellationToken);
            }

            return await InterleaveAsync(i => processes[i].RunAsync(Requests, cancellationToken));
        }
        finally
        {
            foreach (var process in processes)
                await process.DisposeAsync();
        }
    }

    /// <summary>The same with a new process for every round, start-up included.</summary>
    public Task<IReadOnlyList<Round>[]> PlayColdAsync(IServer server, CancellationToken cancellationToken) => InterleaveAsync(async i =>
    {
        await using var process = PeerProcess.Start(Peers[i], server.BaseAddress);
        var round = await process.RunAsync(Requests, cancellationToken);
        return round with { Cpu = round.CpuSinceStart };
    });

    // Each round begins with another contender: nobody always follows the same one.
    private async Task<IReadOnlyList<Round>[]> InterleaveAsync(Func<int, Task<Round>> run)
    {
        var rounds = Peers.Select(_ => new List<Round>()).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            for (var turn = 0; turn < Peers.Count; turn++)
            {
                var i = (round + turn) % Peers.Count;
                rounds[i].Add(await run(i));
            }
        }

        return rounds;
    }
}
