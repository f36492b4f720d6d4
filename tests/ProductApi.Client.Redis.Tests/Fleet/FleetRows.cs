using System.Net;
using ProductApi.Client.Tests.ServerTable;
using ProductApi.Client.Tests.ServerTable.Servers;

namespace ProductApi.Client.Redis.Tests.Fleet;

/// <summary>The servers of the table for fleets, and what eight processes together promise there.</summary>
internal static class FleetRows
{
    public static ServerRow Named(string name, int processes) => All(processes).Single(row => row.Name == name);

    public static IReadOnlyList<ServerRow> All(int processes)
    {
        var many = 2000 * processes;
        var free = many / (20.0 * processes);
        return
        [
            new("S1", (clock, random) =>
                new TokenBucket(clock, random) { RetryAfter = 1 }, 4000, Ideal.Bucket(4000, 50, 20)) { Bounds = new(1.03, 1.6) },
            new("S2", (clock, random) => new TokenBucket(clock, random), 4000, Ideal.Bucket(4000, 50, 20)) { Bounds = new(1.03, 1.6) },
            new("S3", (clock, random) => new NginxLimitReq(clock, random), 4000, 80.11) { Bounds = new(1.33, 2.2) },
            new("S4", (clock, random) =>
                new FixedWindow(clock, random) { QuotaHeaders = QuotaHeaders.Draft6 }, 2000, 190.11) { Bounds = new(1.06, 0.8) },
            new("S5", (clock, random) => new ConcurrencyLimit(clock, random), 4000, 80) { Bounds = new(1.25, 3) },
            new("S7", (clock, random) => new NoLimit(clock, random) { FailureShare = 0.01, StragglerShare = 0.01 },
                many, free * ((0.2 * 0.99) + 0.02 + 0.012) * 1.01) { Bounds = new(1.16, 0.1), HasSlowAnswers = true },
            new("S8", (clock, random) => new NoLimit(clock, random) { Outage = Outage.Status(8, 13, HttpStatusCode.ServiceUnavailable) },
                many, (free * 0.212) + 5) { Bounds = new(1.14, 3) },
            new("S9", (clock, random) => new NoLimit(clock, random) { Outage = Outage.Refused(8, 28) }, many, (free * 0.212) + 20)
            {
                Bounds = new(1.14, 3),
            },
            new("X2", (clock, random) =>
                new NginxLimitReq(clock, random, burst: 20), 4000, Ideal.Bucket(4000, 50, 21)) { Bounds = new(1.03, 1.6) },
            new("X3", (clock, random) => new AspNetTokenBucket(clock, random), 4000, 79.3) { Bounds = new(1.05, 3.3) },
            new("X5", (clock, random) => new FixedWindow(clock, random), 2000, 190.11) { Bounds = new(1.10, 3) },
            new(
                "X7", (clock, random) => new TokenBucket(clock, random) { QuotaHeaders = QuotaHeaders.Draft8 }, 4000,
                Ideal.Bucket(4000, 50, 20))
            {
                Bounds = new(1.07, 1),
            },
            new("X8", (clock, random) => new SlidingLog(clock, random), 4000, 78.21) { Bounds = new(1.11, 3.6) },
            new("Z20 long", (clock, random) => new Unreliable(clock, random, Plain(clock, random), 0.2, Status(503)),
                many, (many / 0.8 * 0.112 / (20 * processes)) + 0.056) { Bounds = new(1.15, 22) },
            new("Ze", (clock, random) => new Unreliable(clock, random, new TokenBucket(clock, random) { RetryAfter = 1 }, 0.1, Status(503)),
                4000, Ideal.Bucket(4000, 50, 20)) { Bounds = new(1.15, 13) },
            new("Zf", (clock, random) => new Unreliable(clock, random, new TokenBucket(clock, random), 0.1, Status(429)),
                4000, Ideal.Bucket(4000, 50, 20)) { Bounds = new(1.5, 14), Runs = 20 },
            new("idle 1 h", (clock, random) => new TokenBucket(clock, random) { RetryAfter = 1 }, 4015, Ideal.Bucket(4000, 50, 20))
            {
                Bounds = new(1.03, 1.6), Idle = new IdleClient(15, 3600),
            },
            new(
                "1000/s", (clock, random) => new TokenBucket(clock, random, rate: 1000, burst: 100) { RetryAfter = 1 }, 20_000,
                (19_900 / 1000.0) + 0.11)
            {
                Bounds = new(1.10, 3),
            },
            Bad("bad id 503", processes, processes > 8 ? 6.2 : 1.8, Status(503)),
            Bad("bad id 86400", processes, processes > 8 ? 3 : 1.8, new ServerAnswer(HttpStatusCode.TooManyRequests, RetryAfter: 86400)),
        ];
    }

    // A bad id takes its time however many share the others, and 32 processes need a quarter of what eight need.
    private static ServerRow Bad(string name, int processes, double ratio, ServerAnswer answer) => new(
        name, (clock, random) =>
            new BadIds(clock, random, Plain(clock, random)) { Answers = new Dictionary<int, ServerAnswer?> { [700] = answer } },
        2000, 2000 * 0.112 / (20 * processes))
    { Bounds = new(ratio, 2, MostLost: 1, LeastLost: 1) };

    private static NoLimit Plain(ServerClock clock, SeededRandom random) => new(clock, random) { Latency = 0.1 };

    private static ServerAnswer Status(int status) => new((HttpStatusCode)status);
}
