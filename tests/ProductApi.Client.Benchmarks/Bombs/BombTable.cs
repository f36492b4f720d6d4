using System.CommandLine;
using System.Text.Json;
using ProductApi.Client.Benchmarks.Reporting;
using ProductApi.Client.Benchmarks.Servers;

namespace ProductApi.Client.Benchmarks.Bombs;

/// <summary>Memory of a client whose every answer decompresses to a gigabyte, on all its slots: client and server each in a process of
/// their own, anew for every run.</summary>
internal static class BombTable
{
    public static Command CreateCommand()
    {
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 3, Description = "Runs of each encoding." };
        var command = new Command("bomb", "memory of a client whose every answer decompresses to a gigabyte") { rounds };
        command.SetAction((result, cancellationToken) => PrintAsync(result.GetValue(rounds), Console.Out, cancellationToken));
        return command;
    }

    private static async Task PrintAsync(int rounds, TextWriter output, CancellationToken cancellationToken)
    {
        var runs = BombServer.Encodings.Select(_ => new List<BombRun>()).ToArray();
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < runs.Length; i++)
                runs[i].Add(await RunAsync(BombServer.Encodings[i], cancellationToken));
        }

        await output.WriteLineAsync($"{Machine.Description}; client and server in processes of their own, on loopback.");
        await output.WriteLineAsync("200 ids, 20 in flight, default settings; every answer is 1 GB of zeros, compressed.");
        await output.WriteLineAsync($"Runs interleaved; median (least-most) of {rounds}.\n");
        await output.WriteLineAsync("| encoding | results | time, s | peak before, MB | peak working set, MB | allocated, MB |");
        await output.WriteLineAsync("| --- | --- | ---: | ---: | ---: | ---: |");
        foreach (var (encoding, own) in BombServer.Encodings.Zip(runs))
        {
            await output.WriteLineAsync(
                $"| {encoding} | {string.Join("; ", own.Select(run => run.Results).Distinct())} | {Text(own, run => run.Seconds, "0.0")} |"
                + $" {Text(own, run => run.BeforeBytes / 1e6, "0")} | {Text(own, run => run.PeakBytes / 1e6, "0")} |"
                + $" {Text(own, run => run.AllocatedBytes / 1e6, "0")} |");
        }
    }

    private static async Task<BombRun> RunAsync(string encoding, CancellationToken cancellationToken)
    {
        await using var server = ChildProcess.StartSelf("bomb", "server", encoding);
        await using var client = ChildProcess.StartSelf("bomb", "client", await server.ReadLineAsync(cancellationToken));
        return JsonSerializer.Deserialize(await client.ReadLineAsync(cancellationToken), BombJson.Default.BombRun)!;
    }

    private static string Text(List<BombRun> runs, Func<BombRun, double> value, string format) =>
        Spread.Of(runs.Select(value)).ToText(format);
}
