using ProductApi.Client.Tests.ServerTable;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Redis.Tests.Fleet;

/// <summary>Processes that share a limit against each server of the table.</summary>
[Collection(nameof(VirtualTime))]
public sealed class FleetTableTests(FleetReport report) : IClassFixture<FleetReport>
{
    private const int Eight = 8;

    public static TheoryData<string> Rows => [.. FleetRows.All(Eight).Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(Rows))]
    [Trait("Contract", "33")]
    public void Eight_processes_send_together_at_the_rate_of_one(string name)
    {
        var row = FleetRows.Named(name, Eight);

        var outcome = report.Add(Eight, row, new FleetSimulation(row, Eight, seed: 1).Run());

        AssertWithin(row.Bounds, outcome);
    }

    [Theory]
    [InlineData("S1")]
    [InlineData("S2")]
    [InlineData("S4")]
    [InlineData("X8")]
    [Trait("Contract", "33")]
    public void One_process_pays_next_to_nothing_for_sharing(string name)
    {
        var row = FleetRows.Named(name, 1);

        var alone = new FleetSimulation(row, 1, seed: 1) { IsShared = false }.Run();
        var shared = report.Add(1, row, new FleetSimulation(row, 1, seed: 1).Run());

        AssertWithin(row.Bounds with { Ratio = alone.Ratio + 0.05 }, shared);
    }

    [Theory]
    [InlineData("S1")]
    [InlineData("S5")]
    [InlineData("X7")]
    [Trait("Contract", "33")]
    public void Thirty_two_processes_cost_little_more_than_eight(string name)
    {
        var row = FleetRows.Named(name, 32);

        var outcome = report.Add(32, row, new FleetSimulation(row, 32, seed: 1).Run());

        AssertWithin(row.Bounds with { Ratio = row.Bounds.Ratio + 0.03, WastedPercent = row.Bounds.WastedPercent + 0.5 }, outcome);
    }

    [Fact]
    public void The_faster_the_limit_the_fewer_calls_to_the_store_per_request()
    {
        var row = FleetRows.Named("1000/s", Eight);

        var outcome = report.Add(Eight, row, new FleetSimulation(row, Eight, seed: 1).Run());

        AssertWithin(row.Bounds, outcome);
        Assert.InRange(outcome.CallsPerRequest, 0, 0.4);
    }

    // One run each; the bounds are those of a mean of five, but where a single run may exceed it.
    private static void AssertWithin(Bounds bounds, FleetOutcome outcome)
    {
        var ratio = double.IsPositiveInfinity(bounds.WorstRatio) ? bounds.Ratio : bounds.WorstRatio;
        Assert.InRange(outcome.Lost, bounds.LeastLost, bounds.MostLost);
        Assert.InRange(outcome.Ratio, 0, ratio);
        Assert.InRange(outcome.RefusedPercent, 0, bounds.WastedPercent);
    }
}
