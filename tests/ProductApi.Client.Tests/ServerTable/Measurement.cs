namespace ProductApi.Client.Tests.ServerTable;

/// <summary>What a run took, or several runs on average.</summary>
internal sealed record Measurement(double Ratio, double WastedPercent, double Lost, int MaxInFlight, int EarlySends)
{
    /// <summary>The largest makespan of any single run.</summary>
    public double WorstRatio { get; init; } = Ratio;

    public int Backups { get; init; }

    private static readonly int? Runs =
        int.TryParse(Environment.GetEnvironmentVariable("PRODUCT_API_TESTS_RUNS"), out var runs) ? runs : null;

    private const int SeedRuns = 5;
    private static readonly Uri AnyAddress = new("https://products.test/");

    public static IReadOnlyList<Measurement> OfTheClient(ServerRow row) => Repeat(row, Runs ?? row.Runs, simulation =>
        row.Idle is { } idle ? FetchAfter(simulation, idle, row.Count) : simulation.Fetch(row.Count).Count(result => result.Succeeded));

    public static IReadOnlyList<Measurement> OfTheSeed(ServerRow row) => Repeat(row, SeedRuns, simulation =>
    {
        using var http = new HttpMessageInvoker(simulation.Network);
        return simulation.Time.Run(
            () => new SeedAlgorithm(http, AnyAddress, simulation.Time).FetchAsync([.. Enumerable.Range(0, row.Count)]));
    });

    public static Measurement Mean(IReadOnlyList<Measurement> runs) => new(
        runs.Average(run => run.Ratio), runs.Average(run => run.WastedPercent), runs.Average(run => run.Lost),
        runs.Max(run => run.MaxInFlight), runs.Max(run => run.EarlySends))
    {
        WorstRatio = runs.Max(run => run.Ratio),
        Backups = runs.Sum(run => run.Backups),
    };

    private static List<Measurement> Repeat(ServerRow row, int runs, Func<Simulation, int> fetch) =>
        [.. Enumerable.Range(1, runs).Select(seed => Run(row, seed, fetch))];

    private static Measurement Run(ServerRow row, int seed, Func<Simulation, int> fetch)
    {
        using var simulation = new Simulation(row.CreateServer, seed, row.Jitter);
        var delivered = fetch(simulation);
        var network = simulation.Network;
        var seconds = simulation.Now - (row.Idle?.Until ?? 0);
        var sent = network.Sends.Count;
        return new Measurement(
            seconds / row.Ideal, 100.0 * (sent - delivered) / sent, row.Count + (row.Idle?.Count ?? 0) - delivered, network.MaxInFlight,
            network.EarlySends + network.OwnEarlySends)
        {
            Backups = simulation.Backups,
        };
    }

    private static int FetchAfter(Simulation simulation, IdleClient idle, int count)
    {
        var products = simulation.Client.Products;
        var results = simulation.Time.Run(async () =>
        {
            var first = products.FetchManyAsync(Enumerable.Range(0, idle.Count));
            await Task.Delay(TimeSpan.FromSeconds(idle.Until), simulation.Time);
            var second = await products.FetchManyAsync(Enumerable.Range(0, count));
            return (await first).Concat(second);
        });
        return results.Count(result => result.Succeeded);
    }
}
