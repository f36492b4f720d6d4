namespace ProductApi.Client.Tests.ServerTable;

/// <summary>A server at another scale than those of the table: from one request in five seconds to five hundred per second.</summary>
internal sealed record SweepCase(string Name, ServerFactory CreateServer, int Count, int MaxConcurrency, double Ideal)
{
    /// <summary>The items that may be lost in any run.</summary>
    public int MostLost { get; init; }

    public SweepResult Run(int seeds)
    {
        var ratios = new List<double>();
        var lost = 0;
        for (var seed = 1; seed <= seeds; seed++)
        {
            using var simulation = new Simulation(CreateServer, seed, maxConcurrency: MaxConcurrency);
            lost = Math.Max(lost, simulation.Fetch(Count).Count(result => !result.Succeeded));
            ratios.Add(simulation.Now / Ideal);
            Assert.InRange(simulation.Network.MaxInFlight, 1, MaxConcurrency);
        }

        return new SweepResult(this, ratios.Average(), ratios.Max(), lost);
    }
}

/// <param name="Case">The server.</param>
/// <param name="Ratio">Makespan in terms of the ideal, mean.</param>
/// <param name="Worst">The same of the worst run.</param>
/// <param name="Lost">Items lost in the worst run.</param>
internal sealed record SweepResult(SweepCase Case, double Ratio, double Worst, int Lost)
{
    public override string ToString() => FormattableString.Invariant(
        $"{Case.Name}, {Case.MaxConcurrency} in flight, {Case.Count} ids: {Ratio:0.00} ({Worst:0.00}), lost {Lost}");
}
