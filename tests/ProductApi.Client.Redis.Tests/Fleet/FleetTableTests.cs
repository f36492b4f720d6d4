using ProductApi.Client.Tests.ServerTable;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Redis.Tests.Fleet;

/// <summary>Processes that share a limit against each server of the table.</summary>
[Collection(nameof(VirtualTime))]
[Trait("Speed", "Slow")]
public sealed class FleetTableTests(FleetReport report) : IClassFixture<FleetReport>
{
    private const int Eight = 8;
    private const int Seeds = 5;

    public static TheoryData<string> Rows => [.. FleetRows.All(Eight).Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(Rows))]
    [Trait("Contract", "33")]
    public void Eight_processes_send_together_at_the_rate_of_one(string name)
    {
        var row = FleetRows.Named(name, Eight);

        var outcome = report.Add(Eight, row, MeanOfShared(row, Eight, Seeds));

        AssertWithin(row.Bounds, outcome);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    [Trait("Contract", "33")]
    public void One_process_pays_next_to_nothing_for_sharing(string name)
    {
        var row = FleetRows.Named(name, 1);

        var alone = FleetOutcome.Mean(
            [.. Enumerable.Range(1, row.Runs).Select(seed => new FleetSimulation(row, 1, seed) { IsShared = false }.Run())]);
        var shared = report.Add(1, row, MeanOfShared(row, 1, row.Runs));

        // Who shares a limit sends no backups.
        AssertWithin(row.Bounds with { Ratio = alone.Ratio + (row.HasSlowAnswers ? 0.07 : 0.05) }, shared);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    [Trait("Contract", "33")]
    public void Thirty_two_processes_cost_little_more_than_eight(string name)
    {
        var row = FleetRows.Named(name, 32);

        var outcome = report.Add(32, row, new FleetSimulation(row, 32, seed: 1).Run());

        AssertWithin(
            row.Bounds with { Ratio = row.Bounds.Ratio + 0.03, WastedPercent = row.Bounds.WastedPercent + 0.5 }, outcome);
    }

    [Fact]
    public void The_faster_the_limit_the_fewer_calls_to_the_store_per_request()
    {
        var row = FleetRows.Named("1000/s", Eight);

        var outcome = report.Add(Eight, row, new FleetSimulation(row, Eight, seed: 1).Run());

        AssertWithin(row.Bounds, outcome);
        Assert.InRange(outcome.CallsPerRequest, 0, 0.4);
    }

    private static FleetOutcome MeanOfShared(ServerRow row, int processes, int runs) => FleetOutcome.Mean(
        [.. Enumerable.Range(1, runs).Select(seed => new FleetSimulation(row, processes, seed).Run())]);

    private static void AssertWithin(Bounds bounds, FleetOutcome outcome)
    {
        Assert.InRange(outcome.Lost, bounds.LeastLost, bounds.MostLost);
        Assert.InRange(outcome.Ratio, 0, bounds.Ratio);
        Assert.InRange(outcome.RefusedPercent, 0, bounds.WastedPercent);
    }
}
