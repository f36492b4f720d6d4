using System.Globalization;
using System.Text.Json;
using ProductApi.Client.Benchmarks.Servers;

namespace ProductApi.Client.Benchmarks.Memory;

/// <summary>How much memory many ids take, each run in a process of its own whose answers come from a stub.</summary>
internal static class MemoryTable
{
    public const string ChildCommand = "memory-run";

    private const int Million = 1_000_000;

    private static readonly (Workload Workload, int Count)[] Rows =
    [
        (Workload.Stream, Million / 10),
        (Workload.Stream, Million),
        (Workload.Stream, 10 * Million),
        (Workload.Results, Million),
        (Workload.FetchMany, Million),
        (Workload.WhenAll, Million),
    ];

    /// <summary>The process' own side.</summary>
    public static async Task RunAsync(string key, int count)
    {
        var use = await Workload.Named(key).MeasureAsync(count);
        Console.WriteLine(JsonSerializer.Serialize(use, MemoryJson.Default.MemoryUse));
    }

    public static async Task PrintAsync(TextWriter output, CancellationToken cancellationToken)
    {
        await output.WriteLineAsync($"{Machine.Description}; a stub answers; each row is a process of its own.\n");
        await output.WriteLineAsync("| | ids | peak working set, MB | live at the end, MB | seconds |");
        await output.WriteLineAsync("| --- | ---: | ---: | ---: | ---: |");
        foreach (var (workload, count) in Rows)
        {
            var ids = count.ToString(CultureInfo.InvariantCulture);
            await using var process = ChildProcess.StartSelf(ChildCommand, workload.Key, ids);
            var use = JsonSerializer.Deserialize(await process.ReadLineAsync(cancellationToken), MemoryJson.Default.MemoryUse)!;
            await output.WriteLineAsync(FormattableString.Invariant(
                $"| {workload.Label} | {count:N0} | {use.PeakBytes / 1e6:0} | {use.LiveBytes / 1e6:0} | {use.Seconds:0.0} |"));
        }
    }
}
