using Microsoft.Extensions.Logging;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Redis.Tests.Fleet;

/// <summary>Stores that are gone, processes that die, networks that split.</summary>
[Collection(nameof(VirtualTime))]
[Trait("Speed", "Slow")]
public sealed class FleetTroubleTests
{
    private const int Processes = 8;
    private const int Seeds = 5;
    private const int StoreGone = 101;
    private const int StoreBack = 102;

    [Theory]
    [InlineData("S1", false)]
    [InlineData("S4", false)]
    [InlineData("S1", true)]
    [Trait("Contract", "33")]
    public void A_store_that_is_gone_for_five_seconds_costs_little_and_is_told_once(string name, bool forgets)
    {
        var outcomes = new List<FleetOutcome>();
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var fleet = new FleetSimulation(FleetRows.Named(name, Processes), Processes, seed, clock =>
            {
                var store = new SimulatedStore(clock, seed) { Gone = (15, 20) };
                return forgets ? store.Forgetting() : store;
            });

            outcomes.Add(fleet.Run());

            Assert.All(fleet.Processes, process => Assert.Equal([StoreGone, StoreBack], Told(process)));
        }

        AssertWithin(FleetOutcome.Mean(outcomes), 1.06, refusedPercent: 2);
    }

    [Fact]
    [Trait("Contract", "33")]
    public void Without_a_store_each_process_goes_on_by_its_own_gate()
    {
        var row = FleetRows.Named("S1", Processes);
        var fleet = new FleetSimulation(
            row, Processes, seed: 1, clock => new SimulatedStore(clock, seed: 1) { Gone = (0, double.PositiveInfinity) });

        var outcome = fleet.Run();

        // The first call is given five seconds.
        AssertWithin(outcome, ratio: 1.2, refusedPercent: 15);
        Assert.All(fleet.Processes, process => Assert.Equal([StoreGone], Told(process)));
    }

    [Fact]
    public void While_no_limit_is_known_the_store_is_asked_once_a_second()
    {
        var outcome = new FleetSimulation(FleetRows.Named("S7", 1), 1, seed: 1).Run();

        Assert.InRange(outcome.CallsPerRequest, 0, 0.03);
    }

    [Theory]
    [InlineData("S1", 1.06, 2)]
    [InlineData("S4", 1.09, 2)]
    [InlineData("S5", 1.28, 7)]
    [InlineData("S7", 1.26, 2)]
    [Trait("Contract", "33")]
    public void A_process_that_dies_gives_its_share_back(string name, double ratio, double refusedPercent)
    {
        var outcomes = Enumerable.Range(1, Seeds).Select(
            seed => new FleetSimulation(FleetRows.Named(name, Processes), Processes, seed) { Death = 8 }.Run());

        AssertWithin(FleetOutcome.Mean([.. outcomes]), ratio, refusedPercent);
    }

    [Fact]
    [Trait("Contract", "33")]
    public void A_process_that_cannot_reach_the_store_competes_and_joins_again()
    {
        var fleet = new FleetSimulation(FleetRows.Named("S1", Processes), Processes, seed: 1)
        {
            IsReachable = (process, now) => process != 1 || now is < 10 or >= 40,
        };

        var outcome = fleet.Run();

        AssertWithin(outcome, ratio: 1.04, refusedPercent: 2);
        Assert.Equal([StoreGone, StoreBack], Told(fleet.Processes[1]));
        Assert.All(fleet.Processes.Where(process => process.Number != 1), process => Assert.Empty(Told(process)));
    }

    [Fact]
    [Trait("Contract", "33")]
    public void Processes_that_share_nothing_are_refused_far_more()
    {
        var alone = new FleetSimulation(FleetRows.Named("S1", Processes), Processes, seed: 1) { IsShared = false }.Run();

        Assert.InRange(alone.RefusedPercent, 5, 20);
    }

    private static void AssertWithin(FleetOutcome outcome, double ratio, double refusedPercent)
    {
        Assert.Equal(0, outcome.Lost);
        Assert.InRange(outcome.Ratio, 0, ratio);
        Assert.InRange(outcome.RefusedPercent, 0, refusedPercent);
    }

    private static IEnumerable<int> Told(FleetProcess process) => process.Client!.Logs.GetSnapshot()
        .Where(line => line.Category == "ProductApi.Client.Redis" && line.Level >= LogLevel.Information)
        .Select(line => line.Id.Id);
}
