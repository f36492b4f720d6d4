using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using ProductApi.Client.Benchmarks.Reporting;
using ProductApi.Client.Benchmarks.Servers;

namespace ProductApi.Client.Benchmarks.Memory;

/// <summary>How much memory many ids take, each run in a process of its own whose answers come from a stub.</summary>
internal static class MemoryTable
{
    public const string ChildCommand = "memory-run";

    public static Command CreateCommand()
    {
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 3, Description = "Processes of each kind." };
        var ids = new Option<int>("--ids")
        {
            DefaultValueFactory = _ => 1_000_000,
            Description = "Ids of a run; a stream gets a tenth and ten times as many, too.",
        };
        var command = new Command("memory", "how much memory many ids take, up to ten million (about 15 minutes)") { rounds, ids };
        command.SetAction((result, cancellationToken) =>
            PrintAsync(result.GetValue(rounds), result.GetValue(ids), Console.Out, cancellationToken));
        return command;
    }

    /// <summary>The process' own side.</summary>
    public static async Task RunAsync(string key, int count)
    {
        var use = await Workload.Named(key).MeasureAsync(count);
        Console.WriteLine(JsonSerializer.Serialize(use, MemoryJson.Default.MemoryUse));
    }

    private static async Task PrintAsync(int rounds, int ids, TextWriter output, CancellationToken cancellationToken)
    {
        (Workload Workload, int Count)[] rows =
        [
            (Workload.Stream, ids / 10),
            (Workload.Stream, ids),
            (Workload.Stream, 10 * ids),
            (Workload.Results, ids),
            (Workload.FetchMany, ids),
            (Workload.WhenAll, ids),
        ];
        var uses = rows.Select(_ => new List<MemoryUse>()).ToArray();
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < rows.Length; i++)
                uses[i].Add(await MeasureAsync(rows[i].Workload, rows[i].Count, cancellationToken));
        }

        await output.WriteLineAsync($"{Machine.Description}; a stub answers, all read {nameof(Product)}.");
        await output.WriteLineAsync($"Each run is a process of its own, interleaved; median (least-most) of {rounds}.\n");
        await output.WriteLineAsync("| | ids | peak working set, MB | live at the end, MB | seconds |");
        await output.WriteLineAsync("| --- | ---: | ---: | ---: | ---: |");
        foreach (var ((workload, count), measured) in rows.Zip(uses))
        {
            await output.WriteLineAsync(
                FormattableString.Invariant($"| {workload.Label} | {count:N0} | {Text(measured, use => use.PeakBytes / 1e6, "0")} |")
                + $" {Text(measured, use => use.LiveBytes / 1e6, "0")} | {Text(measured, use => use.Seconds, "0.0")} |");
        }
    }

    private static async Task<MemoryUse> MeasureAsync(Workload workload, int count, CancellationToken cancellationToken)
    {
        await using var process = ChildProcess.StartSelf(ChildCommand, workload.Key, count.ToString(CultureInfo.InvariantCulture));
        return JsonSerializer.Deserialize(await process.ReadLineAsync(cancellationToken), MemoryJson.Default.MemoryUse)!;
    }

    private static string Text(List<MemoryUse> uses, Func<MemoryUse, double> value, string format) =>
        Spread.Of(uses.Select(value)).ToText(format);
}
