using ProductApi.Client.Tests.ServerTable.Servers;

namespace ProductApi.Client.Tests.ServerTable;

internal static partial class ServerRows
{
    private static ServerRow[] LimitsWithRefusals =>
    [
        Bucket("Ze bucket 50/s, 10 % 503s", 0.1, new Bounds(1.15, 13), new SeedReference(1.005, 26.09, 39.4)),
        new("Zf bucket 50/s without a header, 10 % 429s",
            (clock, random) => new Unreliable(clock, random, new TokenBucket(clock, random), 0.1, ServerAnswer.Throttled),
            2000, Ideal.Bucket(2000, 50, 20))
        {
            Bounds = new(1.6, 14), Seed = new(0.987, 32.29, 68), Runs = 60,
        },
        Bucket("Zg bucket 50/s, 2 % 503s", 0.02, new Bounds(1.25, 5), new SeedReference(0.995, 23.97, 46.2) { LostTolerance = 12 }),
        Bucket("Zh bucket 50/s, 20 % 503s", 0.2, new Bounds(1.15, 23), new SeedReference(1.007, 29.05, 47.5)),
        Bucket("Zj bucket 50/s, 10 % 503s from 10 s on", 0.1, new Bounds(1.15, 13), new SeedReference(1.007, 25.40, 41.5), from: 10),
        new("Zl at most 10 in flight, 10 % 503s",
            (clock, random) => new Unreliable(clock, random, new ConcurrencyLimit(clock, random), 0.1, ServerAnswer.Busy),
            2000, Ideal.Concurrency(2000, 0.2, 10))
        {
            Bounds = new(1.45, 29), Seed = new(1.062, 27.86, 101.5),
        },
        new("Zm window 100 per 10 s with headers, 10 % 503s",
            (clock, random) => new Unreliable(
                clock, random, new FixedWindow(clock, random) { QuotaHeaders = QuotaHeaders.Draft6 }, 0.1, ServerAnswer.Busy),
            1000, Ideal.Windows(9, 10, 100))
        {
            Bounds = new(1.15, 13), Seed = new(1.027, 25.01, 24.7),
        },
        Bucket("Zn bucket 50/s, 20 % 503s until 10 s", 0.2, new Bounds(1.10, 9), new SeedReference(0.991, 24.94, 44), to: 10),
        Bucket(
            "Zo bucket 50/s without a header, 20 % 503s until 10 s", 0.2, new Bounds(1.10, 38), new SeedReference(0.977, 32, 77.2),
            to: 10, retryAfter: 0),
        AspNet(
            "Zp ASP.NET bucket 50/s, 20 % 503s until 10 s", 0.2, new Bounds(1.20, 14),
            new SeedReference(1.125, 32.51, 32.1) { LostTolerance = 15 }, to: 10),
        AspNet("Zq ASP.NET bucket 50/s, 10 % 503s", 0.1, new Bounds(1.25, 19), new SeedReference(1.029, 33.68, 94.4)) with { Runs = 60 },
    ];

    private static ServerRow Bucket(
        string name, double share, Bounds bounds, SeedReference seed,
        double from = 0, double to = double.PositiveInfinity, double retryAfter = 1) =>
        new(name, (clock, random) => new Unreliable(
            clock, random, new TokenBucket(clock, random) { RetryAfter = retryAfter }, share, ServerAnswer.Busy)
        {
            From = from,
            To = to,
        }, 2000, Ideal.Bucket(2000, 50, 20))
        {
            Bounds = bounds,
            Seed = seed,
        };

    private static ServerRow AspNet(string name, double share, Bounds bounds, SeedReference seed, double to = double.PositiveInfinity) =>
        new(
            name,
            (clock, random) => new Unreliable(clock, random, new AspNetTokenBucket(clock, random), share, ServerAnswer.Busy) { To = to },
            2000, 39.3)
        {
            Bounds = bounds,
            Seed = seed,
        };
}
