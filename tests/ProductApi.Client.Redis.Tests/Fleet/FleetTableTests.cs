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

    private static FleetOutcome Variant(ProductApi.Client.Tests.ServerTable.ServerRow row, int n, int seed, string shared, string variant) => new FleetSimulation(row, n, seed, clock => variant switch
    {
        "gone" => new SimulatedStore(clock, seed) { Gone = (15, 20) },
        "lost" => new SimulatedStore(clock, seed) { Gone = (15, 20) }.Forgetting(),
        "never" => new SimulatedStore(clock, seed) { Gone = (0, 1e9) },
        "rtt5" => new SimulatedStore(clock, seed) { RoundTrip = 0.005 },
        _ => new SimulatedStore(clock, seed),
    })
    {
        IsShared = shared == "shared",
        Death = variant == "death" ? 8 : null,
        IsReachable = (number, now) => variant != "cut" || number != 1 || now < 10 || now >= 40,
    }.Run();

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
            var runs = Enumerable.Range(1, int.Parse(parts[3], System.Globalization.CultureInfo.InvariantCulture)).Select(seed => Variant(row, n, seed, shared, parts.Length > 4 ? parts[4] : "")).ToList();
            File.AppendAllText("/tmp/fleet.txt", $"N={n} {row.Name} {shared} {(parts.Length > 4 ? parts[4] : "")}: {runs.Average(r => r.Ratio):0.00} ({runs.Max(r => r.Ratio):0.00}) / {runs.Average(r => r.RefusedPercent):0.0} / {runs.Average(r => r.Lost)} calls {runs.Average(r => r.CallsPerRequest):0.00}  [{watch.Elapsed.TotalSeconds / runs.Count:0.0} s]\n");
        }
    }
}
