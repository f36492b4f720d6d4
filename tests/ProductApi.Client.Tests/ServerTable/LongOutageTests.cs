using System.Net;
using ProductApi.Client.Tests.ServerTable.Servers;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.ServerTable;

/// <summary>A host that is gone for longer than anybody's patience, or for good.</summary>
[Collection(nameof(VirtualTime))]
[Trait("Speed", "Slow")]
public sealed class LongOutageTests
{
    private const double Forever = 1e6;

    [Fact]
    [Trait("Contract", "8")]
    public void A_dead_host_costs_little_and_everything_is_delivered_after_it_recovers()
    {
        using var simulation = new Simulation((clock, random) => new NoLimit(clock, random) { Outage = Outage.Refused(0, 300) }, seed: 1);

        var first = simulation.Fetch(2000);
        var firstEnd = simulation.Now;
        var firstRequests = simulation.Network.Sends.Count;
        var second = FetchAt(simulation, 200, 30);
        var third = FetchAt(simulation, 250, 30);
        var fourth = FetchAt(simulation, 310, 30);

        Assert.All(first, IsUnavailable);
        Assert.InRange(firstEnd, 120, 122);
        Assert.InRange(firstRequests, 20, 62);
        foreach (var call in new[] { second, third })
        {
            Assert.All(call.Results, IsUnavailable);
            Assert.InRange(call.Seconds, 0, 0.2);
            Assert.Equal(1, call.Requests);
        }

        Assert.All(fourth.Results, result => Assert.True(result.Succeeded, result.Error?.ToString()));
        Assert.InRange(fourth.Seconds, 0.2, 1);
    }

    [Theory]
    [Trait("Contract", "8")]
    [InlineData(HttpStatusCode.ServiceUnavailable, FetchErrorKind.Unavailable)]
    [InlineData(HttpStatusCode.InternalServerError, FetchErrorKind.Unavailable)]
    [InlineData(HttpStatusCode.TooManyRequests, FetchErrorKind.RateLimited)]
    public void A_host_that_stops_serving_keeps_what_was_delivered_and_is_given_up_after_OutagePatience(
        HttpStatusCode status, FetchErrorKind kind)
    {
        using var simulation = new Simulation(
            (clock, random) => new NoLimit(clock, random) { Outage = Outage.Status(5, Forever, status) }, seed: 1);

        var results = simulation.Fetch(2000);

        Assert.InRange(results.Count(result => result.Succeeded), 440, 500);
        Assert.All(results.Where(result => !result.Succeeded), result => Assert.Equal(kind, result.Error?.Kind));
        Assert.InRange(simulation.Now, 125, 127);
        Assert.InRange(simulation.Network.Sends.Count(at => at > 5), 20, 62);
    }

    [Fact]
    [Trait("Contract", "8")]
    public void A_host_that_stops_answering_keeps_what_was_delivered_and_is_given_up_after_OutagePatience()
    {
        using var simulation = new Simulation((clock, random) => new Swallowing(clock, random, 5), seed: 1);

        var results = simulation.Fetch(2000);

        Assert.InRange(results.Count(result => result.Succeeded), 440, 500);
        Assert.All(results.Where(result => !result.Succeeded), IsUnavailable);
        Assert.InRange(simulation.Now, 125, 145);
        Assert.InRange(simulation.Network.Sends.Count, 480, 600);
    }

    private static Call FetchAt(Simulation simulation, double start, int count)
    {
        var requestsBefore = simulation.Network.Sends.Count;
        var results = simulation.Time.Run(async () =>
        {
            await Task.Delay(TimeSpan.FromSeconds(start - simulation.Now), simulation.Time);
            return await simulation.Client.Products.FetchManyAsync(Enumerable.Range(0, count));
        });
        return new Call(results, simulation.Now - start, simulation.Network.Sends.Count - requestsBefore);
    }

    private static void IsUnavailable(FetchResult<Product> result) => Assert.Equal(FetchErrorKind.Unavailable, result.Error?.Kind);

    private sealed record Call(IReadOnlyList<FetchResult<Product>> Results, double Seconds, int Requests);
}
