using ProductApi.Client.Benchmarks.Reporting;
using ProductApi.Client.Benchmarks.Servers;

namespace ProductApi.Client.Benchmarks.Peers;

/// <summary>What a request costs with this library and with what people would pick, and the ratios between them: a table for each type
/// that products are read into.</summary>
internal static class PeersTable
{
    private static readonly string[] References = [Peer.HandWrittenLabel, Peer.StandardLabel, Peer.StandardWorkersLabel];

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
            $"Rounds interleaved; median (least-most) of {match.Rounds}; ratios of CPU time are taken round by round.");

        foreach (var group in match.Peers.GroupBy(peer => peer.Reads))
        {
            IReadOnlyList<Peer> peers = [.. group];
            var one = match with { Peers = peers };
            var rounds = cold ? await one.PlayColdAsync(server, cancellationToken) : await one.PlayAsync(server, cancellationToken);
            await output.WriteLineAsync($"\nAll of them read {group.Key}, with the same metadata:\n");
            await PrintAsync(peers, rounds, output);
            if (picture is not null && group.Key == match.Peers[0].Reads)
                PeersPicture.Draw(picture, [.. peers.Zip(rounds, (peer, own) => (peer.Label, Ratio(own, rounds[0]).Median))]);
        }
    }

    private static async Task PrintAsync(IReadOnlyList<Peer> peers, IReadOnlyList<Round>[] rounds, TextWriter output)
    {
        var references = peers.Zip(rounds).Where(pair => References.Contains(pair.First.Label)).ToList();
        var columns = string.Concat(references.Select(pair => $" to {pair.First.Label} |"));
        await output.WriteLineAsync($"| client | CPU per request, us | user | system |{columns} allocated, kB | requests/s | peak, MB |");
        await output.WriteLineAsync($"| --- |{string.Concat(Enumerable.Repeat(" ---: |", references.Count + 6))}");
        foreach (var (peer, own) in peers.Zip(rounds))
        {
            var ratios = references.Select(pair => $" {Ratio(own, pair.Second).ToText("0.00")} |");
            await output.WriteLineAsync(
                $"| {peer.Label} | {Microseconds(own, cpu => cpu.TotalSeconds)} | {Microseconds(own, cpu => cpu.UserSeconds)} |"
                + $" {Microseconds(own, cpu => cpu.SystemSeconds)} |{string.Concat(ratios)}"
                + $" {Of(own, round => round.AllocatedBytes / 1e3 / round.Requests).ToText("0.00")} |"
                + $" {Of(own, round => round.Requests / round.Seconds).ToText("0")} |"
                + FormattableString.Invariant($" {own.Max(round => round.PeakBytes) / 1e6:0} |"));
        }
    }

    private static string Microseconds(IReadOnlyList<Round> rounds, Func<CpuTime, double> seconds) =>
        Of(rounds, round => seconds(round.Cpu) * 1e6 / round.Requests).ToText("0.0");

    private static Spread Of(IReadOnlyList<Round> rounds, Func<Round, double> value) => Spread.Of(rounds.Select(value));

    private static Spread Ratio(IReadOnlyList<Round> rounds, IReadOnlyList<Round> reference) =>
        Spread.Of(rounds.Zip(reference, (round, other) => round.Cpu.TotalSeconds / other.Cpu.TotalSeconds));
}
