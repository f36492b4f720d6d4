using ProductApi.Client.Tests.ServerTable.Servers;

namespace ProductApi.Client.Tests.ServerTable;

internal delegate ServerModel ServerFactory(ServerClock clock, SeededRandom random);

/// <summary>One server of the table, how many products are asked of it, the ideal (the seconds a client would need that knows the server
/// exactly), and what the client promises there.</summary>
internal sealed record ServerRow(string Name, ServerFactory CreateServer, int Count, double Ideal)
{
    public required Bounds Bounds { get; init; }

    /// <summary>What the reference simulation measured for the seed's algorithm, as a mean of sixty runs.</summary>
    public SeedReference? Seed { get; init; }

    /// <summary>What the client did before; null: nothing.</summary>
    public IdleClient? Idle { get; init; }

    /// <summary>How many runs are measured: more where one run in ten takes far longer than the others, since five would be luck.</summary>
    public int Runs { get; init; } = 5;

    /// <summary>Whether there is no limit, and some answers take far longer than others or never come: only there may anything be sent
    /// twice.</summary>
    public bool HasSlowAnswers { get; init; }

    /// <summary>Mean jitter of the network, in seconds.</summary>
    public double Jitter { get; init; } = 0.001;

    /// <summary>The row's name in a list of tests.</summary>
    public override string ToString() => Name;
}

/// <summary>The largest makespan in terms of the ideal, the largest share of requests that deliver nothing (both as a mean over the seeds),
/// and the items that may be lost in any run.</summary>
internal sealed record Bounds(double Ratio, double WastedPercent, int MostLost = 0, int LeastLost = 0)
{
    /// <summary>The largest makespan of any single run.</summary>
    public double WorstRatio { get; init; } = double.PositiveInfinity;
}

/// <summary>A client that has fetched a few products before it was idle until so many seconds after the start.</summary>
internal sealed record IdleClient(int Count, double Until);

internal sealed record SeedReference(double Ratio, double WastedPercent, double Lost)
{
    /// <summary>Three standard deviations of a mean of five runs, where that is more than the usual tolerance.</summary>
    public double LostTolerance { get; init; } = 3;
}
