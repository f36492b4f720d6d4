using System.Net;
using ProductApi.Client.Tests.ServerTable.Servers;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.ServerTable;

/// <summary>Is a client ever dead for good? A long wait that is lifted early, and first answers that lie.</summary>
[Collection(nameof(VirtualTime))]
[Trait("Speed", "Slow")]
public sealed class RevivalTests
{
    [Theory]
    [Trait("Contract", "10")]
    [InlineData(0, 479)]
    [InlineData(5.5, 0)]
    public void A_wait_of_an_hour_that_is_lifted_is_looked_into_once_a_minute_and_then_over(double firstCall, int firstServed)
    {
        var lifted = new Outage(5, 100, new ServerAnswer(HttpStatusCode.TooManyRequests, RetryAfter: 3600));
        using var simulation = new Simulation((clock, random) => new NoLimit(clock, random) { Outage = lifted }, seed: 1);

        var calls = new[] { firstCall, 30, 70, 110, 170, 230 }.Select(start => CallAt(simulation, start)).ToList();

        Assert.InRange(calls[0].Served, 0.9 * firstServed, 1.1 * firstServed);
        Assert.InRange(calls[0].Seconds, 0, 6.5);
        Assert.All(calls[1..4], call => Assert.Equal((0, true, true), (call.Served, call.Seconds < 1.5, call.Requests <= 2)));
        Assert.All(calls[4..], call => Assert.Equal((1000, true), (call.Served, call.Seconds < 12)));
    }

    [Theory]
    [Trait("Contract", "25")]
    [InlineData(1, 1, 11)]
    [InlineData(1, 8, 2.5)]
    [InlineData(300, 1, 11)]
    [InlineData(300, 8, 2.5)]
    public void First_answers_that_lie_about_the_quota_cost_less_than_a_second(int lies, int maxConcurrency, double mostSeconds)
    {
        using var simulation = new Simulation(
            (clock, random) => new BadIds(clock, random, new NoLimit(clock, random) { Latency = 0.02 })
            {
                Lie = item => item < lies ? RateLimitFields.UsedUp(86400) : null,
            }, seed: 1, maxConcurrency: maxConcurrency);

        var results = simulation.Fetch(300);

        Assert.All(results, result => Assert.True(result.Succeeded, result.Error?.ToString()));
        Assert.InRange(simulation.Now, 0, mostSeconds);
    }

    private static Call CallAt(Simulation simulation, double start)
    {
        var requestsBefore = simulation.Network.Sends.Count;
        var results = simulation.Time.Run(async () =>
        {
            await Task.Delay(TimeSpan.FromSeconds(start - simulation.Now), simulation.Time);
            return await simulation.Client.Products.FetchManyAsync(Enumerable.Range(0, 1000));
        });
        Assert.All(results.Where(result => !result.Succeeded), result => Assert.Equal(FetchErrorKind.RateLimited, result.Error?.Kind));
        return new Call(results.Count(result => result.Succeeded), simulation.Now - start, simulation.Network.Sends.Count - requestsBefore);
    }

    private sealed record Call(int Served, double Seconds, int Requests);
}
