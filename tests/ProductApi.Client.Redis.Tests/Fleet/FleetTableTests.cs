using ProductApi.Client.Tests.Support;
using Xunit.Abstractions;

namespace ProductApi.Client.Redis.Tests.Fleet;

[Collection(nameof(VirtualTime))]
public sealed class FleetTableTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("S1", 8)]
    public void Processes_that_share_a_limit_send_together_at_the_rate_of_one(string name, int processes)
    {
        var row = FleetRows.Named(name, processes);

        var outcome = new FleetSimulation(row, processes, seed: 1).Run();

        output.WriteLine($"{outcome}");
        Assert.InRange(outcome.Lost, row.Bounds.LeastLost, row.Bounds.MostLost);
        Assert.InRange(outcome.Ratio, 0, row.Bounds.Ratio);
        Assert.InRange(outcome.RefusedPercent, 0, row.Bounds.WastedPercent);
    }

    [Fact]
    public void Explore()
    {
        if (Environment.GetEnvironmentVariable("FLEET") is not { Length: > 0 } what)
            return;

        var parts = what.Split(' ');
        var lines = new List<string>();
        foreach (var n in parts[0].Split(',').Select(x => int.Parse(x, System.Globalization.CultureInfo.InvariantCulture)))
        foreach (var row in FleetRows.All(n).Where(row => parts[1] == "all" || parts[1].Split(',').Contains(row.Name.Replace(' ', '_'))))
        foreach (var shared in parts[2].Split(','))
        {
            var watch = System.Diagnostics.Stopwatch.StartNew();
            var runs = Enumerable.Range(1, int.Parse(parts[3], System.Globalization.CultureInfo.InvariantCulture)).Select(seed => new FleetSimulation(row, n, seed) { IsShared = shared == "shared" }.Run()).ToList();
            File.AppendAllText("/tmp/fleet.txt", $"N={n} {row.Name} {shared}: {runs.Average(r => r.Ratio):0.00} ({runs.Max(r => r.Ratio):0.00}) / {runs.Average(r => r.RefusedPercent):0.0} / {runs.Average(r => r.Lost)} calls {runs.Average(r => r.CallsPerRequest):0.00}  [{watch.Elapsed.TotalSeconds / runs.Count:0.0} s]\n");
        }
    }
}
