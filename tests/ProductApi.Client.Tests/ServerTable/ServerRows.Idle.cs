using ProductApi.Client.Tests.ServerTable.Servers;

namespace ProductApi.Client.Tests.ServerTable;

internal static partial class ServerRows
{
    private static ServerRow[] Idle =>
    [
        AfterIdle("I1 bucket 50/s, idle for 0.1 s", 0.1),
        AfterIdle("I2 bucket 50/s, idle for 30 s", 30),
        AfterIdle("I3 bucket 50/s, idle for 120 s", 120),
        AfterIdle("I4 bucket 50/s, idle for 1 h", 3600),
        new("I5 20 % 503s, idle for 1 h", (clock, random) => new Unreliable(clock, random, Plain(clock, random), 0.2, ServerAnswer.Busy),
            500, Ideal.Refusing(500, 0.2))
        {
            Bounds = new(1.30, 23), Idle = new(300, 3610),
        },
        new("I6 bucket 50/s with 10 % 503s, idle for 1 h",
            (clock, random) => new Unreliable(clock, random, new TokenBucket(clock, random) { RetryAfter = 1 }, 0.1, ServerAnswer.Busy),
            500, Ideal.Bucket(500, 50, 20))
        {
            Bounds = new(1.30, 23), Idle = new(300, 3610),
        },
    ];

    private static ServerRow AfterIdle(string name, double pause) =>
        new(name, (clock, random) => new TokenBucket(clock, random) { RetryAfter = 1 }, 1000, Ideal.Bucket(1000, 50, 20))
        {
            Bounds = new(1.05, 3),
            Idle = new(15, 1 + pause),
        };
}
