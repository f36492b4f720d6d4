using System.Net;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Throttling;

public sealed class OutageTests : VirtualTimeTest
{
    [Fact]
    [Trait("Contract", "8")]
    public void A_host_that_fails_every_request_is_given_up_after_OutagePatience_with_few_requests()
    {
        var server = ServerThat(_ => ScriptedServer.Status(HttpStatusCode.InternalServerError));

        var results = Fetch(server, 2000);

        Assert.Equal(2000, results.Count);
        Assert.All(results, result => Assert.Equal(FetchErrorKind.Unavailable, result.Error?.Kind));
        Assert.InRange(Time.Now.TotalSeconds, 120, 130);
        Assert.InRange(server.Requests.Count, 20, 100);
        Assert.Contains(results, result => result.Error!.Message.Contains("OutagePatience", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Contract", "8")]
    [Trait("Speed", "Slow")]
    public void A_dead_host_fails_any_number_of_ids_with_at_most_62_requests()
    {
        var server = ServerThat(_ => throw Refused());

        var results = Fetch(server, 100_000);

        Assert.Equal(100_000, results.Count);
        Assert.All(results, result => Assert.Equal(FetchErrorKind.Unavailable, result.Error?.Kind));
        Assert.InRange(Time.Now.TotalSeconds, 120, 125);
        Assert.InRange(server.Requests.Count, 20, 62);
    }

    [Theory]
    [Trait("Contract", "8")]
    [InlineData("refused")]
    [InlineData("500")]
    [InlineData("503")]
    public void An_outage_of_twenty_seconds_is_waited_out_and_loses_nothing(string fault)
    {
        var server = ServerThat(request => Time.Now > TimeSpan.FromSeconds(20)
            ? ScriptedServer.Product(request.Id)
            : fault == "refused" ? throw Refused() : ScriptedServer.Status((HttpStatusCode)int.Parse(fault, null)));

        var results = Fetch(server, 500);

        Assert.All(results, result => Assert.True(result.Succeeded, result.Error?.ToString()));
        Assert.InRange(Time.Now.TotalSeconds, 25, 40);
    }

    [Fact]
    [Trait("Contract", "8")]
    public void After_giving_up_the_next_call_fails_at_once_until_a_probe_is_due_and_then_recovers()
    {
        var isDead = true;
        var server = ServerThat(request => isDead ? throw Refused() : ScriptedServer.Product(request.Id));
        var client = TestClient.Scripted(server, time: Time);
        Time.Run(() => client.Products.FetchManyAsync(Enumerable.Range(1, 100)));
        var gaveUpAt = Time.Now;

        var again = Time.Run(() => client.Products.FetchManyAsync(Enumerable.Range(1, 100)));
        var tookAgain = Time.Now - gaveUpAt;
        isDead = false;
        var recovered = Time.Run(async () =>
        {
            await Task.Delay(TimeSpan.FromSeconds(6), Time);
            return await client.Products.FetchManyAsync(Enumerable.Range(1, 100));
        });

        Assert.All(again, result => Assert.Equal(FetchErrorKind.Unavailable, result.Error?.Kind));
        Assert.InRange(tookAgain.TotalSeconds, 0, 1);
        Assert.All(recovered, result => Assert.True(result.Succeeded, result.Error?.ToString()));
    }

    [Fact]
    [Trait("Contract", "8")]
    public void A_host_that_restarts_while_a_call_begins_is_waited_for_although_an_id_failed_an_hour_ago()
    {
        var server = ServerThat(request => request.Id == "7" || Time.Now.TotalSeconds is > 3_599 and < 3_620
            ? ScriptedServer.Status(HttpStatusCode.InternalServerError)
            : ScriptedServer.Product(request.Id));
        var client = TestClient.Scripted(server, time: Time);
        Time.Run(() => client.Products.FetchManyAsync([1, 2, 7]));

        var results = FetchAt(TimeSpan.FromHours(1), client, Enumerable.Range(100, 200));

        Assert.All(results, result => Assert.True(result.Succeeded, result.Error?.ToString()));
    }

    [Fact]
    [Trait("Contract", "8")]
    public void The_day_after_a_host_was_given_up_it_is_waited_for_as_on_the_first()
    {
        var server = ServerThat(request => Time.Now.TotalHours is < 1 or (> 10 and < 10.005)
            ? throw Refused()
            : ScriptedServer.Product(request.Id));
        var client = TestClient.Scripted(server, time: Time);
        Time.Run(() => client.Products.FetchManyAsync(Enumerable.Range(1, 100)));

        var results = FetchAt(TimeSpan.FromHours(10.001), client, Enumerable.Range(1, 500));

        Assert.All(results, result => Assert.True(result.Succeeded, result.Error?.ToString()));
    }

    [Fact]
    [Trait("Contract", "8")]
    public void While_a_host_is_down_one_probe_is_in_flight_at_aTime()
    {
        var server = ServerThat(_ => throw Refused());

        Fetch(server, 500);

        var probes = server.Requests.Skip(20).ToList();
        Assert.All(probes.Zip(probes.Skip(1)), pair => Assert.True(pair.Second.At - pair.First.At >= TimeSpan.FromSeconds(0.4)));
    }

    [Fact]
    [Trait("Contract", "8")]
    public void Without_any_patience_an_announced_wait_is_still_waited_for()
    {
        var server = ServerThat(request => request.Attempt == 1
            ? ScriptedServer.Status(HttpStatusCode.TooManyRequests, "1")
            : ScriptedServer.Product(request.Id));

        var results = Fetch(server, 5, options => options.OutagePatience = TimeSpan.Zero);

        Assert.All(results, result => Assert.True(result.Succeeded, result.Error?.ToString()));
    }

    private IReadOnlyList<FetchResult<Product>> FetchAt(TimeSpan time, TestClient client, IEnumerable<int> ids) => Time.Run(async () =>
    {
        await Task.Delay(time - Time.Now, Time);
        return await client.Products.FetchManyAsync(ids);
    });
}
