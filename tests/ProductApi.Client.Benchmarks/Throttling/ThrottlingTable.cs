using System.Globalization;
using System.Runtime.InteropServices;
using ProductApi.Client.Benchmarks.Contenders;

namespace ProductApi.Client.Benchmarks.Throttling;

/// <summary>Every contender against every server, one after the other in one process; each cell is the median of its runs.</summary>
internal static class ThrottlingTable
{
    private const int Runs = 3;

    private static readonly IContender[] Contenders =
        [new ThisLibrary(), new SemaphoreAndWhenAll(), new ParallelForEach(), new RefitClient(), new SeedContender()];

    public static async Task PrintAsync(TextWriter output, CancellationToken cancellationToken)
    {
        await output.WriteLineAsync(FormattableString.Invariant(
            $"{Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}; server in the same process, loopback; median (least-most) of {Runs} runs"));
        await output.WriteLineAsync("makespan / ideal, wasted requests, lost items\n");
        await output.WriteLineAsync($"| server | {string.Join(" | ", Contenders.Select(contender => contender.Name))} |");
        await output.WriteLineAsync($"| --- |{string.Concat(Enumerable.Repeat(" --- |", Contenders.Length))}");
        foreach (var scenario in Scenario.All)
        {
            var runs = new List<Match>[Contenders.Length];
            for (var run = 0; run < Runs; run++)
            {
                for (var i = 0; i < Contenders.Length; i++)
                    (runs[i] ??= []).Add(await Match.PlayAsync(Contenders[i], scenario, cancellationToken));
            }

            await output.WriteLineAsync($"| {scenario.Name} | {string.Join(" | ", runs.Select(Cell))} |");
        }
    }

    private static string Cell(List<Match> runs)
    {
        var makespans = runs.Select(run => run.MakespanToIdeal).Order().ToList();
        var wasted = runs.Select(run => run.WastedShare).Order().ElementAt(runs.Count / 2);
        var lost = runs.Select(run => run.Lost).Order().ToList();
        var losses = lost[0] == lost[^1] ? $"{lost[0]}" : $"{lost[0]}-{lost[^1]}";
        return string.Create(CultureInfo.InvariantCulture,
            $"{makespans[runs.Count / 2]:0.00} ({makespans[0]:0.00}-{makespans[^1]:0.00}), {wasted:0.0 %}, {losses} lost");
    }
}
