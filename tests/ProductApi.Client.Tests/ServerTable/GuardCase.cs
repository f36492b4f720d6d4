using ProductApi.Client.Tests.ServerTable.Servers;

namespace ProductApi.Client.Tests.ServerTable;

/// <summary>A server to which an untimely request does harm, or one with bad ids behind its limit.</summary>
internal sealed record GuardCase(string Name, int Count, ServerFactory Limit)
{
    /// <summary>The bad ids and what each of them gets; null: nothing, ever.</summary>
    public IReadOnlyDictionary<int, ServerAnswer?> Bad { get; init; } = new Dictionary<int, ServerAnswer?>();

    /// <summary>The most requests inside an announced wait that is true; null: the waits here are not.</summary>
    public int? MostLooks { get; init; }

    /// <summary>What the reference needed with 2 in flight.</summary>
    public required Reference Few { get; init; }

    /// <summary>What the reference needed with 20 in flight.</summary>
    public required Reference Many { get; init; }

    public ServerModel CreateServer(ServerClock clock, SeededRandom random) =>
        Bad.Count == 0 ? Limit(clock, random) : new BadIds(clock, random, Limit(clock, random)) { Answers = Bad };

    /// <param name="Seconds">When the run ended, in the worst of three runs.</param>
    /// <param name="Wasted">Requests that delivered nothing, in the worst of three runs.</param>
    internal sealed record Reference(double Seconds, int Wasted);
}
