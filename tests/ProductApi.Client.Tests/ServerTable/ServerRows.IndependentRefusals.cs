using System.Net;
using ProductApi.Client.Tests.ServerTable.Servers;

namespace ProductApi.Client.Tests.ServerTable;

internal static partial class ServerRows
{
    private static ServerRow[] IndependentRefusals =>
    [
        .. Refusing("Z01", 0.01, new SeedReference(1.099, 0.95, 0)),
        .. Refusing("Z02", 0.02, new SeedReference(1.177, 1.98, 0)),
        .. Refusing("Z05", 0.05, new SeedReference(1.334, 4.89, 0.1)),
        .. Refusing("Z10", 0.1, new SeedReference(1.601, 9.86, 0.6)),
        .. Refusing("Z20", 0.2, new SeedReference(2.043, 19.77, 4)),
        .. Refusing("Z30", 0.3, new SeedReference(2.426, 29.89, 13.2)),
        Refusing(
            "Za 20 % 503s, Retry-After: 0", 500, 0.2, new Bounds(1.15, 22) { WorstRatio = 1.5 }, new SeedReference(2.043, 19.77, 4),
            ServerAnswer.Busy with { Headers = [("Retry-After", "0")] }),
        Refusing(
            "Zb 20 % 503s, 5000 products", 5000, 0.2, new Bounds(1.15, 22) { WorstRatio = 1.5 }, new SeedReference(1.844, 20.01, 40),
            ServerAnswer.Busy),
        Refusing(
            "Zc 20 % 500s", 500, 0.2, new Bounds(1.35, 22, MostLost: 5), new SeedReference(2.043, 19.77, 4), ServerAnswer.Failure),
        Refusing("Zd 30 % 500s, 502s and 503s", 500, 0.3, new Bounds(1.35, 32, MostLost: 5), new SeedReference(2.443, 30.26, 13.9),
            ServerAnswer.Failure, new ServerAnswer(HttpStatusCode.BadGateway), ServerAnswer.Busy),
        new("Zi 20 % 503s from 5 s on",
            (clock, random) => new Unreliable(clock, random, Plain(clock, random), 0.2, ServerAnswer.Busy) { From = 5 },
            2000, Ideal.Refusing(2000 - (5 * 20 / 0.112), 0.2) + 5)
        {
            Bounds = new(1.15, 15), Seed = new(1.565, 12.00, 8.7),
        },
    ];

    private static ServerRow[] Refusing(string name, double share, SeedReference seed) =>
    [
        Refusing(
            $"{name} {100 * share:0} % 503s", 500, share, new Bounds(1.15, (100 * share) + 2) { WorstRatio = 2.5 }, seed, ServerAnswer.Busy)
            with { Runs = 20 },
        Refusing(
            $"{name} {100 * share:0} % 429s", 500, share, new Bounds(share < 0.3 ? 1.5 : 1.7, (100 * share) + 2) { WorstRatio = 6 }, seed,
            ServerAnswer.Throttled)
            with { Runs = 20 },
    ];

    private static ServerRow Refusing(
        string name, int count, double share, Bounds bounds, SeedReference seed, params ServerAnswer[] refusals) =>
        new(name, (clock, random) => new Unreliable(clock, random, Plain(clock, random), share, refusals),
            count, Ideal.Refusing(count, share))
        {
            Bounds = bounds,
            Seed = seed,
        };

    private static NoLimit Plain(ServerClock clock, SeededRandom random) => new(clock, random) { Latency = 0.1 };
}
