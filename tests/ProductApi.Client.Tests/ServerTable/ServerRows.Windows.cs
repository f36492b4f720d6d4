using System.Net;
using ProductApi.Client.Tests.ServerTable.Servers;

namespace ProductApi.Client.Tests.ServerTable;

internal static partial class ServerRows
{
    private static ServerRow[] Windows =>
    [
        Short(
            "Wa rounded window 20 per 1 s", (clock, random) => new RoundedWindow(clock, random, 20, 1),
            14, new Bounds(1.15, 1), new SeedReference(1.969, 47.96, 1.9)),
        Short(
            "Wb ASP.NET sliding window 60 per 3 s", (clock, random) => new AspNetSlidingWindow(clock, random),
            12, new Bounds(1.55, 20), new SeedReference(0.798, 55.56, 60)) with { Runs = 60 },
        Short(
            "Wc sliding log 60 per 3 s", (clock, random) => new SlidingLog(clock, random, 60, 3) { Latency = 0.02 },
            12, new Bounds(1.55, 20), new SeedReference(0.798, 55.56, 60)) with { Runs = 60 },
        Short(
            "Wd bucket 20/s, burst 40, Retry-After: 2",
            (clock, random) => new TokenBucket(clock, random, 20, 40) { RetryAfter = 2, Latency = 0.02 },
            13, new Bounds(1.20, 14), new SeedReference(1.120, 30.62, 0)),
        Short("We rounded window 25 per 3 s", (clock, random) => new RoundedWindow(clock, random, 25, 3),
            33, new Bounds(1.15, 1), new SeedReference(1.336, 42.50, 1.3) { LostTolerance = 5 }),
        Short(
            "Wf bucket of whole tokens, 40 per 2 s", (clock, random) => new TruncatingBucket(clock, random),
            13, new Bounds(1.20, 14), new SeedReference(1.120, 31.82, 0)),
        Restarting("Wg window 100 per 2 s that refusals restart", new Bounds(2.3, 5), HttpStatusCode.TooManyRequests),
        new("Wh bucket 50/s that bans", (clock, random) => new BanningBucket(clock, random), 2000, Ideal.Bucket(2000, 50, 20))
        {
            Bounds = new(1.05, 3), Seed = new(3.787, 98.92, 1936.8),
        },
        Restarting("Wi window as Wg, 503", new Bounds(3.1, 18), HttpStatusCode.ServiceUnavailable),
        new("Wj bucket 50/s without a header, from 15 s on 25/s", (clock, random) => new TokenBucket(clock, random).ChangingTo(25, at: 15),
            1500, 15 + ((1500 - 20 - 750) / 25.0))
        {
            Bounds = new(1.05, 4), Seed = new(0.873, 43.10, 155.5),
        },
    ];

    private static ServerRow Short(string name, ServerFactory createServer, double windows, Bounds bounds, SeedReference seed) =>
        new(name, createServer, 300, windows + 0.03) { Bounds = bounds, Seed = seed };

    private static ServerRow Restarting(string name, Bounds bounds, HttpStatusCode status) =>
        new(name, (clock, random) => new RestartingWindow(clock, random, 100, 2) { SendsRetryAfter = false, Status = status }, 1000, 18.6)
        {
            Bounds = bounds,
            Seed = new(3.755, 96.43, 900),
        };
}
