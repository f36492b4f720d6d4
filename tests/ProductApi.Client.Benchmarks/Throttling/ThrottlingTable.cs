using System.CommandLine;
using System.Globalization;
using ProductApi.Client.Benchmarks.Contenders;
using ProductApi.Client.Benchmarks.Reporting;

namespace ProductApi.Client.Benchmarks.Throttling;

/// <summary>Every contender against every server, one after the other in one process; each cell is the median of its runs.</summary>
internal static class ThrottlingTable
{
    private static readonly IContender[] Contenders =
        [new LibraryContender(), new SemaphoreAndWhenAll(), new ParallelForEach(), new RefitContender(), new SeedContender()];

    public static Command CreateCommand()
    {
        var runs = new Option<int>("--runs") { DefaultValueFactory = _ => 3, Description = "Runs of each contender on each server." };
        var only = new Option<string>("--only") { DefaultValueFactory = _ => "", Description = "Only servers with this in their name." };
        var command = new Command("throttling", "this library beside what people would pick, on servers that throttle (about 12 minutes)")
        {
            runs, only,
        };
        command.SetAction((result, cancellationToken) =>
            PrintAsync(result.GetValue(runs), result.GetValue(only)!, Console.Out, cancellationToken));
        return command;
    }

    private static async Task PrintAsync(int runs, string only, TextWriter output, CancellationToken cancellationToken)
    {
        await output.WriteLineAsync($"{Machine.Description}; the sample server and the contender in one process, on loopback.");
        await output.WriteLineAsync($"{IContender.MaxConcurrency} in flight; runs interleaved; median (least-most) of {runs}:");
        await output.WriteLineAsync("time / that of a client that knows the server, requests that delivered nothing, products lost\n");
        await output.WriteLineAsync($"| server | {string.Join(" | ", Contenders.Select(contender => contender.Name))} |");
        await output.WriteLineAsync($"| --- |{string.Concat(Enumerable.Repeat(" --- |", Contenders.Length))}");
        foreach (var scenario in ThrottlingScenario.All.Where(scenario => scenario.Name.Contains(only, StringComparison.Ordinal)))
        {
            var matches = Contenders.Select(_ => new List<Match>()).ToArray();
            for (var run = 0; run < runs; run++)
            {
                for (var i = 0; i < Contenders.Length; i++)
                    matches[i].Add(await Match.PlayAsync(Contenders[i], scenario, cancellationToken));
            }

            await output.WriteLineAsync($"| {scenario.Name} | {string.Join(" | ", matches.Select(Cell))} |");
        }
    }

    private static string Cell(List<Match> runs)
    {
        var lost = runs.Select(run => run.Lost).Order().ToList();
        var losses = lost[0] == lost[^1] ? $"{lost[0]}" : $"{lost[0]}-{lost[^1]}";
        var wasted = Spread.Of(runs.Select(run => run.WastedShare)).Median;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Spread.Of(runs.Select(run => run.MakespanToIdeal)).ToText("0.00")}, {wasted:0.0 %}, {losses} lost");
    }
}
