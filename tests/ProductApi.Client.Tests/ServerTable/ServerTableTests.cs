using System.Globalization;
using ProductApi.Client.Tests.Support;
using Xunit.Abstractions;

namespace ProductApi.Client.Tests.ServerTable;

/// <summary>How close the client comes to one that knows the server exactly, on every server of the table.</summary>
[Collection(nameof(VirtualTime))]
[Trait("Speed", "Slow")]
public sealed class ServerTableTests(ServerTableReport report, ITestOutputHelper output) : IClassFixture<ServerTableReport>
{
    private const int MaxConcurrency = 20;

    public static TheoryData<string> Servers => [.. ServerRows.All.Select(row => row.Name)];

    public static TheoryData<string> ServersOfTheSeed => [.. ServerRows.All.Where(row => row.Seed is not null).Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(Servers))]
    public void The_client_holds_its_bounds(string server)
    {
        var row = Row(server);

        var runs = Measurement.OfTheClient(row);

        var mean = report.AddClient(row, Measurement.Mean(runs));
        var ratios = runs.Select(run => run.Ratio.ToString("0.00", CultureInfo.InvariantCulture));
        output.WriteLine($"{mean}; {string.Join(' ', ratios)}");
        Assert.All(runs, run => Assert.InRange(run.Lost, row.Bounds.LeastLost, row.Bounds.MostLost));
        Assert.InRange(mean.MaxInFlight, 1, MaxConcurrency);
        Assert.Equal(0, mean.EarlySends);
        Assert.InRange(mean.Ratio, 0, row.Bounds.Ratio);
        Assert.InRange(mean.WorstRatio, 0, row.Bounds.WorstRatio);
        Assert.InRange(mean.WastedPercent, 0, row.Bounds.WastedPercent);
        Assert.True(row.HasSlowAnswers || mean.Backups == 0, $"{mean.Backups} backups");
    }

    /// <summary>Shows that the servers here are those of the reference simulation.</summary>
    [Theory]
    [MemberData(nameof(ServersOfTheSeed))]
    public void The_seed_algorithm_does_as_in_the_reference_simulation(string server)
    {
        var row = Row(server);

        var mean = report.AddSeed(row, Measurement.Mean(Measurement.OfTheSeed(row)));

        output.WriteLine($"{mean}, reference {row.Seed}");
        AssertClose(row.Seed!.Ratio, mean.Ratio, 0.02);
        AssertClose(row.Seed.WastedPercent, mean.WastedPercent, 0.5);
        AssertClose(row.Seed.Lost, mean.Lost, row.Seed.LostTolerance);
    }

    private static ServerRow Row(string name) => ServerRows.All.Single(row => row.Name == name);

    private static void AssertClose(double expected, double actual, double smallest) =>
        Assert.Equal(expected, actual, Math.Max(0.2 * expected, smallest));
}
