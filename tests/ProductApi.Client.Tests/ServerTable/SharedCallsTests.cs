using ProductApi.Client.Tests.ServerTable.Servers;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.ServerTable;

/// <summary>A small call beside a large one, on one client.</summary>
[Collection(nameof(VirtualTime))]
[Trait("Speed", "Slow")]
public sealed class SharedCallsTests
{
    [Theory]
    [Trait("Contract", "4")]
    [InlineData("S1", 1, 4.8)]
    [InlineData("S2", 0, 3.5)]
    public void Fifty_products_do_not_wait_for_two_thousand(string server, double retryAfter, double mostSeconds)
    {
        for (var seed = 1; seed <= 5; seed++)
        {
            using var simulation = new Simulation((clock, random) => new TokenBucket(clock, random) { RetryAfter = retryAfter }, seed);
            var products = simulation.Client.Products;

            var (large, small, seconds) = simulation.Time.Run(async () =>
            {
                var large = products.FetchManyAsync(Enumerable.Range(0, 2000));
                await Task.Delay(TimeSpan.FromSeconds(5), simulation.Time);
                var small = await products.FetchManyAsync(Enumerable.Range(2000, 50));
                var seconds = simulation.Now - 5;
                return (await large, small, seconds);
            });

            Assert.All(large.Concat(small), result => Assert.True(result.Succeeded, result.Error?.ToString()));
            Assert.True(seconds <= mostSeconds, $"{server}, run {seed}: {seconds} s");
            Assert.InRange(simulation.Network.MaxInFlight, 1, 20);
        }
    }

    [Fact]
    public void Without_a_limit_twenty_are_in_flight_within_one_round_trip()
    {
        using var simulation = new Simulation((clock, random) => new NoLimit(clock, random), seed: 1);

        simulation.Fetch(100);

        Assert.All(simulation.Network.Sends.Take(20), at => Assert.InRange(at, 0, 0.01));
        Assert.Equal(20, simulation.Network.MaxInFlight);
    }
}
