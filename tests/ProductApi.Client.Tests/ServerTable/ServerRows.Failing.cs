using System.Net;
using ProductApi.Client.Tests.ServerTable.Servers;

namespace ProductApi.Client.Tests.ServerTable;

internal static partial class ServerRows
{
    private static ServerRow[] Failing =>
    [
        new("S6 15 workers and a queue", (clock, random) => new Knee(clock, random), 2000, Ideal.Concurrency(2000, 0.2, 15))
        {
            Bounds = new(1.02, 0), Seed = new(1.009, 0, 0),
        },
        new("S7 no limit, 1 % 500s, 1 % slow", (clock, random) => new NoLimit(clock, random) { FailureShare = 0.01, StragglerShare = 0.01 },
            2000, Ideal.Concurrency(2000, (0.2 * 0.99) + (2 * 0.01) + 0.012) * 1.01)
        {
            // 1 % and one backup for each slow answer.
            HasSlowAnswers = true, Bounds = new(1.07, 2.5), Seed = new(1.065, 1.02, 0),
        },
        Down(
            "S8 503 for 5 s", Outage.Status(8, 13, HttpStatusCode.ServiceUnavailable), new Bounds(1.06, 1.2),
            new SeedReference(0.985, 9.35, 60)),
        Down("S9 refused for 20 s", Outage.Refused(8, 28), new Bounds(1.11, 2.4), new SeedReference(0.94, 30.21, 241.2)),
        new(
            "Xc workers that slow each other down", (clock, random) => new Knee(clock, random) { Contention = 0.06 }, 2000,
            Ideal.Concurrency(2000, 0.2, 15))
        {
            Bounds = new(1.26, 0), Seed = new(1.208, 0, 0),
        },
        Down(
            "Xg 500 for 20 s", Outage.Status(8, 28, HttpStatusCode.InternalServerError), new Bounds(1.11, 2.4),
            new SeedReference(0.94, 30.21, 241.2)),
        new("Xh 5 % of the ids always answer 500", (clock, random) => new NoLimit(clock, random) { IsPoison = item => item % 20 == 0 },
            2000, Ideal.Unlimited() * 1.2)
        {
            Bounds = new(1.24, 23, MostLost: 100, LeastLost: 100), Seed = new(1.269, 13.64, 100),
        },
        new("Xi 10 % 500s", (clock, random) => new NoLimit(clock, random) { FailureShare = 0.1 }, 2000, Ideal.Unlimited() * 1.11)
        {
            Bounds = new(1.15, 13.7, MostLost: 3), Seed = new(1.298, 10.01, 2),
        },
        Overloaded("Xj overload, 10 s", 200, 4, new Bounds(1.25, 14), new SeedReference(2.1, 97.95, 188.2)),
        Overloaded("Xk mild overload", 400, 8, new Bounds(1.03, 0.1), new SeedReference(1.009, 0, 0)),
        Overloaded("Xl overload, 1000 products", 1000, 4, new Bounds(1.09, 4.6), new SeedReference(2.1, 99.6, 988.2)),
        new(
            "Xm 1 % never answer", (clock, random) => new Hanging(clock, random) { HangingShare = 0.01 }, 2000,
            Ideal.Unlimited(latency: 0.3))
        {
            HasSlowAnswers = true, Bounds = new(1.60, 1.6), Seed = new(1.254, 0.99, 0),
        },
        new(
            "Xn 10 ids never answer", (clock, random) => new Hanging(clock, random) { Hangs = item => item % 200 == 0 }, 2000,
            Ideal.Unlimited() + 20)
        {
            HasSlowAnswers = true, Bounds = new(1.7, 4, MostLost: 10, LeastLost: 10), Seed = new(1.397, 1.49, 10),
        },
        new("Y1 bucket 50/s, 10 % 500s", (clock, random) => new FailingTokenBucket(clock, random) { FailureShare = 0.1, RetryAfter = 1 },
            2000, ((2000 * 1.11) - 20) / 50)
        {
            Bounds = new(1.05, 13, MostLost: 3), Seed = new(1.013, 27.41, 39.1),
        },
        BucketDown("Y2 bucket 50/s, 503 for 5 s", HttpStatusCode.ServiceUnavailable, new Bounds(1.05, 3.0)),
        BucketDown("Y3 bucket 50/s, 500 for 5 s", HttpStatusCode.InternalServerError, new Bounds(1.11, 3.3)),
        Down(
            "Y8 503 for 60 s", Outage.Status(8, 68, HttpStatusCode.ServiceUnavailable), new Bounds(1.05, 1.8),
            new SeedReference(0.902, 65.21, 761.3)),
        Down(
            "Y9 500 for 60 s", Outage.Status(8, 68, HttpStatusCode.InternalServerError), new Bounds(1.06, 3.0),
            new SeedReference(0.902, 65.21, 761.3)),
    ];

    private static ServerRow Down(string name, Outage outage, Bounds bounds, SeedReference seed) =>
        new(name, (clock, random) => new NoLimit(clock, random) { Outage = outage }, 2000, Ideal.Unlimited() + outage.To - outage.From)
        {
            Bounds = bounds,
            Seed = seed,
        };

    private static ServerRow BucketDown(string name, HttpStatusCode status, Bounds bounds) =>
        new(
            name, (clock, random) => new FailingTokenBucket(clock, random) { Outage = Outage.Status(8, 13, status), RetryAfter = 1 }, 2000,
            39.7 + 5 - 0.4)
        {
            Bounds = bounds,
            Seed = new(0.976, 28.59, 99.4),
        };

    private static ServerRow Overloaded(string name, int count, int workers, Bounds bounds, SeedReference seed) =>
        new(name, (clock, random) =>
            new Overload(clock, random, workers), count, Ideal.Concurrency(count, 3, workers))
        { Bounds = bounds, Seed = seed };
}
