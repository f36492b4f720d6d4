using ProductApi.Client.Tests.ServerTable.Servers;
using ProductApi.Client.Tests.Support;
using Xunit.Abstractions;

namespace ProductApi.Client.Tests.ServerTable;

/// <summary>What discovering a limit costs short runs, and what a coarse timer or a restless network costs.</summary>
[Collection(nameof(VirtualTime))]
[Trait("Speed", "Slow")]
public sealed class SmallRunTests(ITestOutputHelper output)
{
    private static readonly ServerFactory S1 = (clock, random) => new TokenBucket(clock, random) { RetryAfter = 1 };
    private static readonly ServerFactory S2 = (clock, random) => new TokenBucket(clock, random);
    private static readonly ServerFactory S3 = (clock, random) => new NginxLimitReq(clock, random);
    private static readonly ServerFactory S7 = (clock, random) => new NoLimit(clock, random);

    [Theory]
    [InlineData("S1", 1, 0.15)]
    [InlineData("S1", 20, 0.2)]
    [InlineData("S1", 50, 1.8)]
    [InlineData("S1", 500, 10.6)]
    [InlineData("S1", 5000, 102)]
    [InlineData("S2", 50, 1.2)]
    [InlineData("S2", 100, 2.3)]
    [InlineData("S2", 500, 10.2)]
    [InlineData("S3", 20, 1.2)]
    [InlineData("S3", 50, 2.4)]
    [InlineData("S3", 100, 3.9)]
    [InlineData("S3", 500, 14.5)]
    [InlineData("S7", 1, 0.27)]
    [InlineData("S7", 20, 0.28)]
    [InlineData("S7", 200, 2.4)]
    public void A_run_of_so_many_products_takes_no_longer_than(string server, int count, double mostSeconds)
    {
        var seconds = Enumerable.Range(1, 5).Average(seed => RunTime(Server(server), seed, count, TimeSpan.Zero, 0.001));

        output.WriteLine($"{server}, {count}: {seconds:0.00} s");
        Assert.InRange(seconds, 0, mostSeconds);
    }

    [Theory]
    [InlineData("S1", 15.6, 0.001, 41.7)]
    [InlineData("S1", 15.6, 0.005, 41.7)]
    [InlineData("S1", 0, 0.02, 41.7)]
    [InlineData("S2", 15.6, 0.001, 41.7)]
    [InlineData("S2", 0, 0.02, 41.7)]
    [InlineData("S3", 15.6, 0.001, 72)]
    [InlineData("S3", 0, 0.005, 88)]
    [InlineData("S7", 15.6, 0.005, 23.5)]
    [InlineData("S7", 0, 0.02, 27)]
    public void Neither_a_coarse_timer_nor_jitter_costs_more_than(string server, double tickMilliseconds, double jitter, double mostSeconds)
    {
        var tick = TimeSpan.FromMilliseconds(tickMilliseconds);
        var seconds = Enumerable.Range(1, 3).Average(seed => RunTime(Server(server), seed, 2000, tick, jitter));

        output.WriteLine($"{server}, tick {tickMilliseconds} ms, jitter {jitter} s: {seconds:0.0} s");
        Assert.InRange(seconds, 0, mostSeconds);
    }

    private static double RunTime(ServerFactory server, int seed, int count, TimeSpan tick, double jitter)
    {
        using var simulation = new Simulation(server, seed, jitter, tick: tick);
        Assert.All(simulation.Fetch(count), result => Assert.True(result.Succeeded, result.Error?.ToString()));
        return simulation.Now;
    }

    private static ServerFactory Server(string name) => name switch
    {
        "S1" => S1,
        "S2" => S2,
        "S3" => S3,
        _ => S7,
    };
}
