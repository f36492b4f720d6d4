using ProductApi.Client.Benchmarks.Servers;

namespace ProductApi.Client.Benchmarks.Peers;

/// <summary>What a request costs with this library and with what people would pick, and the ratios between them.</summary>
internal static class PeersTable
{
    private static readonly string[] References = ["hand-written", "standard"];

    public static async Task PrintAsync(
        PeersMatch match, bool cold, string? picture, TextWriter output, CancellationToken cancellationToken)
    {
        await using IServer server = NginxServer.IsInstalled
            ? await NginxServer.StartAsync(cancellationToken)
            : await SampleServer.StartAsync(TimeSpan.Zero, cancellationToken);
        await output.WriteLineAsync($"{Machine.Description}; server: {server.Name}; {IPeer.MaxConcurrency} in flight.");
        await output.WriteLineAsync(cold
            ? FormattableString.Invariant($"Each round is a new process that fetches {match.Requests:N0} products; its start-up counts.")
            : FormattableString.Invariant(
                $"Each contender is a process of its own: {match.WarmUp:N0} requests of warm-up, then rounds of {match.Requests:N0}."));
        await output.WriteLineAsync(
            $"Rounds interleaved; median (least-most) of {match.Rounds}; ratios of CPU time are taken round by round.\n");

        var rounds = cold ? await match.PlayColdAsync(server, cancellationToken) : await match.PlayAsync(server, cancellationToken);
        var references = match.Peers.Where(peer => References.Contains(peer.Key)).ToList();
        var columns = string.Concat(references.Select(peer => $" to {peer.Label} |"));
        await output.WriteLineAsync($"| client | CPU per request, us |{columns} allocated, kB | requests/s | peak, MB |");
        await output.WriteLineAsync($"| --- |{string.Concat(Enumerable.Repeat(" ---: |", references.Count + 4))}");
        for (var i = 0; i < match.Peers.Count; i++)
        {
            var ratios = references.Select(peer => $" {Ratio(rounds[i], RoundsOf(peer)).ToText("0.00")} |");
            await output.WriteLineAsync(
                $"| {match.Peers[i].Label} | {Of(rounds[i], Cpu).ToText("0.0")} |{string.Concat(ratios)}"
                + $" {Of(rounds[i], round => round.AllocatedBytes / 1e3 / round.Requests).ToText("0.00")} |"
                + $" {Of(rounds[i], round => round.Requests / round.Seconds).ToText("0")} |"
                + FormattableString.Invariant($" {rounds[i].Max(round => round.PeakBytes) / 1e6:0} |"));
        }

        if (picture is not null)
            PeersPicture.Draw(picture, [.. match.Peers.Select((peer, i) => (peer.Label, Ratio(rounds[i], rounds[0]).Median))]);

        IReadOnlyList<Round> RoundsOf(Peer peer) => rounds[match.Peers.ToList().IndexOf(peer)];
    }

    private static Spread Of(IReadOnlyList<Round> rounds, Func<Round, double> value) => Spread.Of(rounds.Select(value));

    private static Spread Ratio(IReadOnlyList<Round> rounds, IReadOnlyList<Round> reference) =>
        Spread.Of(rounds.Zip(reference, (round, other) => Cpu(round) / Cpu(other)));

    private static double Cpu(Round round) => round.CpuSeconds * 1e6 / round.Requests;
}
