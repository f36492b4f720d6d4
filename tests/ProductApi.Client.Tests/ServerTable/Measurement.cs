namespace ProductApi.Client.Tests.ServerTable;

/// <summary>What a run took, or several runs on average.</summary>
internal sealed record Measurement(double Ratio, double WastedPercent, double Lost, int MaxInFlight, int EarlySends)
{
    private const int Seeds = 5;
    private static readonly Uri AnyAddress = new("https://products.test/");

    public static IReadOnlyList<Measurement> OfTheClient(ServerRow row) => Repeat(row, simulation =>
        simulation.Fetch(row.Count).Count(result => result.Succeeded));

    public static IReadOnlyList<Measurement> OfTheSeed(ServerRow row) => Repeat(row, simulation =>
    {
        using var http = new HttpMessageInvoker(simulation.Network);
        return simulation.Time.Run(() => new SeedAlgorithm(http, AnyAddress, simulation.Time).FetchAsync([.. Enumerable.Range(0, row.Count)]));
    });

    public static Measurement Mean(IReadOnlyList<Measurement> runs) => new(
        runs.Average(run => run.Ratio), runs.Average(run => run.WastedPercent), runs.Average(run => run.Lost), runs.Max(run => run.MaxInFlight), runs.Max(run => run.EarlySends));

    private static List<Measurement> Repeat(ServerRow row, Func<Simulation, int> fetch) =>
        [.. Enumerable.Range(1, Seeds).Select(seed => Run(row, seed, fetch))];

    private static Measurement Run(ServerRow row, int seed, Func<Simulation, int> fetch)
    {
        var simulation = new Simulation(row.CreateServer, seed, row.Jitter);
        var delivered = fetch(simulation);
        var network = simulation.Network;
        return new Measurement(
            simulation.Now / row.Ideal, 100.0 * (network.Sends.Count - delivered) / network.Sends.Count, row.Count - delivered, network.MaxInFlight, network.EarlySends);
    }
}
