namespace ProductApi.Client.Tests.ServerTable.Servers;

/// <summary>No limit, answers after 0.2 s on the client's side; some take far longer.</summary>
internal sealed class Straggling(ServerClock clock, SeededRandom random) : ServerModel(clock, random, latency: 0.19)
{
    private const double Jitter = 0.05;

    /// <summary>Seconds that a slow answer takes.</summary>
    public double Slow { get; init; } = 5;

    /// <summary>The share of requests that are slow, whichever the id.</summary>
    public double Share { get; init; }

    /// <summary>Ids of which every request is slow.</summary>
    public Predicate<int> IsSlow { get; init; } = _ => false;

    /// <summary>From then on every request is slow.</summary>
    public double SickFrom { get; init; } = double.PositiveInfinity;

    public override void Arrive(int item, Reply reply)
    {
        var isSlow = Now >= SickFrom || IsSlow(item) || Random.NextDouble() < Share;
        reply(ServerAnswer.Product, isSlow ? Slow : Random.Uniform((1 - Jitter) * Latency, (1 + Jitter) * Latency));
    }
}
