using ProductApi.Client.Tests.ServerTable.Servers;
using ProductApi.Client.Tests.Support;
using Xunit.Abstractions;

namespace ProductApi.Client.Tests.ServerTable;

/// <summary>What backup requests bring where some answers take far longer than others, and what they cost where they bring
/// nothing.</summary>
[Collection(nameof(VirtualTime))]
[Trait("Speed", "Slow")]
public sealed class StragglerTests(ITestOutputHelper output)
{
    private const int MaxConcurrency = 20;
    private const double Latency = 0.2;
    private const double MostExtraPercent = 2;

    [Fact]
    public void One_answer_in_a_hundred_that_takes_5_s_costs_500_ids_a_fifth()
    {
        var runs = Runs(300, 500, backups: true, (clock, random) => new Straggling(clock, random) { Share = 0.01 });

        Assert.InRange(Mean(runs.Take(20)), 1, 1.2);
        Assert.InRange(Percentile(runs, 0.95), 1, 1.6);
        Assert.InRange(ExtraPercent(runs), 0.5, MostExtraPercent);
    }

    [Fact]
    public void One_answer_in_a_hundred_that_takes_5_s_costs_10_000_ids_8_percent()
    {
        var runs = Runs(5, 10_000, backups: true, (clock, random) => new Straggling(clock, random) { Share = 0.01 });

        Assert.InRange(Mean(runs), 1, 1.08);
        Assert.InRange(ExtraPercent(runs), 0.5, MostExtraPercent);
    }

    [Fact]
    public void Ids_that_are_slow_themselves_cost_a_tenth_more_at_most()
    {
        static ServerFactory Server(int seed) => (clock, random) => new Straggling(clock, random)
        {
            IsSlow = id => new SeededRandom(seed, id).NextDouble() < 0.01,
        };

        var with = Runs(60, 500, backups: true, Server);
        var without = Runs(60, 500, backups: false, Server);

        Assert.InRange(Mean(with) / Mean(without), 0.9, 1.1);
        Assert.InRange(ExtraPercent(with), 0.1, MostExtraPercent);
    }

    [Fact]
    public void A_host_that_falls_ill_is_sent_2_percent_more_at_most()
    {
        static ServerModel Server(ServerClock clock, SeededRandom random) => new Straggling(clock, random) { SickFrom = 2 };

        var with = Runs(20, 500, backups: true, Server);
        var without = Runs(20, 500, backups: false, Server);

        Assert.InRange(Mean(with) / Mean(without), 0.9, 1.02);
        Assert.InRange(ExtraPercent(with), 0.1, MostExtraPercent);
    }

    [Fact]
    public void Where_nobody_is_late_nothing_is_sent_twice()
    {
        var runs = Runs(5, 2000, backups: true, (clock, random) => new Straggling(clock, random));

        Assert.All(runs, run => Assert.Equal(0, run.Extra));
        Assert.InRange(Mean(runs), 1, 1.03);
    }

    [Fact]
    public void A_single_fetch_is_backed_up_by_what_other_calls_took()
    {
        var asked = 0;
        using var simulation = new Simulation(
            (clock, random) => new Straggling(clock, random) { IsSlow = id => id == 50 && asked++ == 0 }, seed: 1);
        simulation.Fetch(50);

        var result = simulation.Time.Run(() => simulation.Client.Products.FetchAsync(50));

        Assert.True(result.Succeeded, result.Error?.ToString());
        Assert.Equal(2, result.Attempts);
        Assert.InRange(result.Elapsed.TotalSeconds, 0.7, 1);
    }

    private List<Run> Runs(int seeds, int count, bool backups, ServerFactory server) => Runs(seeds, count, backups, _ => server);

    private List<Run> Runs(int seeds, int count, bool backups, Func<int, ServerFactory> server)
    {
        List<Run> runs = [.. Enumerable.Range(1, seeds).Select(seed => RunOnce(server(seed), seed, count, backups))];
        output.WriteLine(
            $"{count} ids, backups {backups}: mean {Mean(runs):0.000} x ideal, p50 {Percentile(runs, 0.5):0.000}, p95 {Percentile(runs, 0.95):0.000}, "
            + $"worst {runs.Max(run => run.Ratio):0.000}, {ExtraPercent(runs):0.00} % more requests, {seeds} seeds");
        return runs;
    }

    private static Run RunOnce(ServerFactory server, int seed, int count, bool backups)
    {
        using var simulation = new Simulation(server, seed, jitter: 0, configure: options => options.BackupRequests = backups);
        var results = simulation.Fetch(count);
        Assert.All(results, result => Assert.True(result.Succeeded, result.Error?.ToString()));
        Assert.InRange(simulation.Network.MaxInFlight, 1, MaxConcurrency);
        Assert.Equal(simulation.Network.Sends.Count, results.Sum(result => result.Attempts));
        return new Run(simulation.Now / (count * Latency / MaxConcurrency), simulation.Network.Sends.Count - count, count);
    }

    private static double Mean(IEnumerable<Run> runs) => runs.Average(run => run.Ratio);

    private static double ExtraPercent(IReadOnlyList<Run> runs) => runs.Average(run => 100.0 * run.Extra / run.Count);

    private static double Percentile(List<Run> runs, double share) => runs.Select(run => run.Ratio).Order()
        .ElementAt((int)(share * runs.Count));

    private sealed record Run(double Ratio, int Extra, int Count);
}
