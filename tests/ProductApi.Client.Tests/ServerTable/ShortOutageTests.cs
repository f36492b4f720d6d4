using System.Net;
using ProductApi.Client.Tests.ServerTable.Servers;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.ServerTable;

/// <summary>A few ids asked for while a host is down for twenty seconds, and ids of which no other is asked for.</summary>
[Collection(nameof(VirtualTime))]
[Trait("Speed", "Slow")]
public sealed class ShortOutageTests
{
    private const double Length = 20;

    [Theory]
    [Trait("Contract", "8")]
    [InlineData(1, HttpStatusCode.ServiceUnavailable, 0, 13)]
    [InlineData(3, HttpStatusCode.ServiceUnavailable, 0, 30)]
    [InlineData(20, HttpStatusCode.ServiceUnavailable, 0, 105)]
    [InlineData(1, null, 0, 18)]
    [InlineData(3, null, 0, 21)]
    [InlineData(20, null, 0, 54)]
    [InlineData(1, HttpStatusCode.InternalServerError, 1, 5)]
    [InlineData(3, HttpStatusCode.InternalServerError, 1, 19)]
    [InlineData(20, HttpStatusCode.InternalServerError, 0, 54)]
    public void Few_ids_survive_it_with_few_requests(int count, HttpStatusCode? status, int mostLost, int mostRequests)
    {
        for (var seed = 1; seed <= 3; seed++)
        {
            var outage = new Outage(0, Length, new ServerAnswer(status));
            using var simulation = new Simulation((clock, random) => new NoLimit(clock, random) { Outage = outage }, seed);

            var results = simulation.Fetch(count);

            Assert.InRange(results.Count(result => !result.Succeeded), 0, mostLost);
            Assert.InRange(simulation.Now, 0, Length + 6);
            Assert.InRange(simulation.Network.Sends.Count, count, mostRequests);
        }
    }

    [Theory]
    [Trait("Contract", "7")]
    [InlineData(1, 3)]
    [InlineData(2, 5)]
    public void One_or_two_ids_that_always_fail_end_within_seconds_though_nobody_else_is_asked_for(int count, double mostSeconds)
    {
        using var simulation = new Simulation((clock, random) => new NoLimit(clock, random) { IsPoison = _ => true }, seed: 2);

        var results = simulation.Fetch(count);

        Assert.All(results, result => Assert.Equal(HttpStatusCode.InternalServerError, result.Error?.StatusCode));
        Assert.InRange(simulation.Now, 0, mostSeconds);
    }

    [Fact]
    [Trait("Contract", "11")]
    public void Nobody_fails_on_one_answer_though_a_bad_id_was_the_last_thing_the_client_saw()
    {
        const double Later = 600;
        var bad = new Dictionary<int, ServerAnswer?> { [299] = ServerAnswer.Busy, [300] = ServerAnswer.Busy };
        using var simulation = new Simulation(
            (clock, random) => new BadIds(clock, random, new NoLimit(clock, random) { Latency = 0.02 }) { Answers = bad }, seed: 1);

        var first = simulation.Fetch(300);
        var second = simulation.Time.Run(async () =>
        {
            await Task.Delay(TimeSpan.FromSeconds(Later - simulation.Now), simulation.Time);
            return await simulation.Client.Products.FetchManyAsync(Enumerable.Range(0, 400));
        });

        BadIdRun.AssertExactlyTheBadFail(first, bad);
        BadIdRun.AssertExactlyTheBadFail(second, bad);
        Assert.InRange(simulation.Now, Later, Later + 30);
    }
}
