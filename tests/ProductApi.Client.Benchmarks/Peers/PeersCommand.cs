using System.CommandLine;

namespace ProductApi.Client.Benchmarks.Peers;

internal static class PeersCommand
{
    public static Command Create()
    {
        var only = new Option<string>("--only")
        {
            Description = $"Some contenders, separated by commas, of: {string.Join(", ", Peer.All.Select(peer => peer.Key))}.",
        };
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 7, Description = "Measured rounds of each contender." };
        var requests = new Option<int>("--requests") { DefaultValueFactory = _ => 50_000, Description = "Requests of a round." };
        var warmUp = new Option<int>("--warm-up") { DefaultValueFactory = _ => 200_000, Description = "Requests before them." };
        var cold = new Option<bool>("--cold") { Description = "A new process for every round, nothing warmed up." };
        var picture = new Option<string?>("--picture")
        {
            Description = "Also draws the first table's ratios to its first row as SVG into this file.",
        };
        var command = new Command("peers", "what a request costs, beside what people would pick, on nginx (about 8 minutes)")
        {
            only, rounds, requests, warmUp, cold, picture,
        };
        command.SetAction((result, cancellationToken) =>
        {
            var peers = result.GetValue(only) is { } keys ? [.. keys.Split(',').Select(Peer.Named)] : Peer.All;
            var match = new PeersMatch(peers, result.GetValue(rounds), result.GetValue(requests), result.GetValue(warmUp));
            return PeersTable.PrintAsync(match, result.GetValue(cold), result.GetValue(picture), Console.Out, cancellationToken);
        });
        return command;
    }
}
