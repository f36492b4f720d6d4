using System.Net;
using ProductApi.Client.Tests.ServerTable.Servers;

namespace ProductApi.Client.Tests.ServerTable;

/// <summary>Limiters that are hard on who asks too early, and limits beside bad ids, with what the reference simulation measured.</summary>
internal static class GuardCases
{
    public static IReadOnlyList<GuardCase> All { get; } =
    [
        new("Window 100 per 10 s, Retry-After", 1000, (clock, random) => new FixedWindow(clock, random))
        {
            MostLooks = 0, Few = new(103.9, 10), Many = new(99.6, 14),
        },
        new("Window 100 per 60 s, Retry-After", 500, (clock, random) => new FixedWindow(clock, random, 100, 60))
        {
            MostLooks = 4, Few = new(252.2, 9), Many = new(242.8, 12),
        },
        new("Window 100 per 60 s, quota and Retry-After", 500,
            (clock, random) => new FixedWindow(clock, random, 100, 60) { QuotaHeaders = QuotaHeaders.Draft6 })
        {
            MostLooks = 0, Few = new(250.8, 4), Many = new(241.1, 4),
        },
        new("Window 100 per 60 s, no header", 500, (clock, random) => new FixedWindow(clock, random, 100, 60) { SendsRetryAfter = false })
        {
            MostLooks = 0, Few = new(250.8, 30), Many = new(245.6, 49),
        },
        new("Window of 60 s that refusals restart, Retry-After", 500, (clock, random) => new RestartingWindow(clock, random, 100, 60))
        {
            MostLooks = 4, Few = new(276.1, 9), Many = new(244.9, 12),
        },
        new("Five nodes, each 100 per 30 s, Retry-After", 2000, (clock, random) => FiveNodes(clock, random, 30))
        {
            MostLooks = 3, Few = new(120.5, 6), Many = new(96.4, 12),
        },
        new("Five nodes, each 100 per 5 s, Retry-After", 2000, (clock, random) => FiveNodes(clock, random, 5))
        {
            MostLooks = 0, Few = new(112.2, 0), Many = new(21.6, 11),
        },
        new("S1 and one id 429, Retry-After: 120", 2000, S1)
        {
            Bad = Bad(600, 1, new(HttpStatusCode.TooManyRequests, 120)), Few = new(154.4, 4), Many = new(132.3, 41),
        },
        new("S1 and the last id 503", 2000, S1)
        {
            Bad = Bad(1999, 1, ServerAnswer.Busy), Few = new(116.6, 18), Many = new(44.6, 45),
        },
        new("S1 and one 200 that says 0 left for 86400 s", 2000, (clock, random) => Lying(clock, random, 600, S1(clock, random)))
        {
            Few = new(112.2, 0), Many = new(39.7, 30),
        },
        new("S4 and one 200 that says 0 left for 86400 s", 1000, (clock, random) => Lying(clock, random, 250, S4(clock, random)))
        {
            Few = new(103.7, 1), Many = new(92.8, 1),
        },
        new("S2 and the last three ids 429", 2000, S2)
        {
            Bad = Bad(1997, 3, ServerAnswer.Throttled), Few = new(122, 37), Many = new(45.3, 66),
        },
        new("X5 and two ids 429, Retry-After: 86400", 1000, (clock, random) => new FixedWindow(clock, random))
        {
            Bad = Bad(300, 2, new(HttpStatusCode.TooManyRequests, 86400)), Few = new(105.3, 15), Many = new(98.4, 21),
        },
        new("S2 and twelve ids in a row 503", 2000, S2)
        {
            Bad = Bad(500, 12, ServerAnswer.Busy), Few = new(147.5, 102), Many = new(64.1, 130),
        },
        new("Thirty ids in a row 503", 300, Plain)
        {
            Bad = Bad(100, 30, ServerAnswer.Busy), Few = new(197.8, 445), Many = new(130, 255),
        },
        new("Twelve ids in a row never answer", 300, Plain)
        {
            Bad = Bad(100, 12, null), Few = new(280.7, 54), Many = new(42.8, 51),
        },
        new("Thirty ids in a row never answer", 300, Plain)
        {
            Bad = Bad(100, 30, null), Few = new(654.6, 135), Many = new(78.8, 130),
        },
    ];

    private static TokenBucket S1(ServerClock clock, SeededRandom random) => new(clock, random) { RetryAfter = 1 };

    private static TokenBucket S2(ServerClock clock, SeededRandom random) => new(clock, random);

    private static FixedWindow S4(ServerClock clock, SeededRandom random) => new(clock, random) { QuotaHeaders = QuotaHeaders.Draft6 };

    private static NoLimit Plain(ServerClock clock, SeededRandom random) => new(clock, random);

    private static Balancer FiveNodes(ServerClock clock, SeededRandom random, double length) =>
        new(clock, random, [.. Enumerable.Range(0, 5).Select(_ => new FixedWindow(clock, random, 100, length))]);

    private static BadIds Lying(ServerClock clock, SeededRandom random, int id, ServerModel behind) =>
        new(clock, random, behind) { Lie = item => item == id ? RateLimitFields.UsedUp(86400) : null };

    private static Dictionary<int, ServerAnswer?> Bad(int first, int count, ServerAnswer? answer) =>
        Enumerable.Range(first, count).ToDictionary(id => id, _ => answer);
}
