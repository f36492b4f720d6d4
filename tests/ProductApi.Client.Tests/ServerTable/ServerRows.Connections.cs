using ProductApi.Client.Tests.ServerTable.Servers;

namespace ProductApi.Client.Tests.ServerTable;

internal static partial class ServerRows
{
    private static ServerRow[] Connections =>
    [
        Connected("N1 at most 4 connections", 4, 0.05, 0.0625, new Bounds(1.70, 7), new SeedReference(0.919, 30.14, 166.9)),
        Connected("N2 at most 10 connections", 10, 0.2, 0.212, new Bounds(1.20, 4), new SeedReference(0.936, 27.35, 157.7)),
        new("N3 everything swallowed for 8 s", (clock, random) => new Swallowing(clock, random, 5, 13), 2000, Ideal.Unlimited() + 10)
        {
            HasSlowAnswers = true, Bounds = new(1.15, 2), Seed = new(1.020, 0.99, 0),
        },
        new(
            "N4 at most 4 HTTP/2 streams",
            (clock, random) => new ConcurrencyLimit(clock, random, 4) { Refusal = ServerAnswer.RefusedStream, Latency = 0.05 },
            2000, Ideal.Concurrency(2000, 0.0625, 4))
        {
            Bounds = new(1.05, 7),
        },
    ];

    private static ServerRow Connected(string name, int limit, double latency, double roundTrip, Bounds bounds, SeedReference seed) =>
        new(name, (clock, random) => new ConcurrencyLimit(clock, random, limit) { Refusal = ServerAnswer.Refused, Latency = latency },
            2000, Ideal.Concurrency(2000, roundTrip, limit))
        {
            Bounds = bounds,
            Seed = seed,
        };
}
