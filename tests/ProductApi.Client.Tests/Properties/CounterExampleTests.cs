using System.Net;
using ProductApi.Client.Tests.ServerTable;
using ProductApi.Client.Tests.ServerTable.Servers;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Properties;

/// <summary>What random servers and callers have found, made small.</summary>
public sealed class CounterExampleTests : VirtualTimeTest
{
    [Theory]
    [Trait("Contract", "9")]
    [InlineData("stalls")]
    [InlineData("is cut off")]
    [InlineData("is reset")]
    public void A_refusal_keeps_its_Retry_After_also_when_its_body_does_not_arrive(string body)
    {
        var server = ServerThat(request => request is not { Id: "1", Attempt: 1 } ? ScriptedServer.Product(request.Id) : Refusal(body));

        var result = Assert.Single(Fetch(server, 1));

        Assert.True(result.Succeeded, result.Error?.ToString());
        Assert.Equal(2, server.Requests.Count);
        Assert.InRange((server.Requests[1].At - server.Requests[0].At).TotalSeconds, 10, 40);
    }

    [Theory]
    [Trait("Contract", "8")]
    [InlineData(20, 0.01, null)]
    [InlineData(20, 0.671, null)]
    [InlineData(20, 0.819, null)]
    [InlineData(20, 1.374, null)]
    [InlineData(2, 0.523, "0.3")]
    public void A_host_that_only_ever_refuses_is_given_up_after_OutagePatience_however_slowly_it_does(
        int count, double latency, string? retryAfter)
    {
        var server = ServerThat(_ => ScriptedServer.Status(HttpStatusCode.ServiceUnavailable, retryAfter), latency);

        var results = Fetch(server, count, options: new FetchOptions { TimeLimit = TimeSpan.FromMinutes(10) });

        Assert.All(results, result => Assert.Equal(FetchErrorKind.Unavailable, result.Error?.Kind));
        Assert.InRange(Time.Now.TotalSeconds, 120, 135);
    }

    [Theory]
    [Trait("Contract", "11")]
    [InlineData(605122)]
    [InlineData(1)]
    [InlineData(2)]
    public void One_product_each_five_seconds_and_one_in_flight_convict_nobody_of_being_refused(int seed)
    {
        using var simulation = new Simulation(
            (clock, random) => new TokenBucket(clock, random, rate: 0.2, burst: 1) { Latency = 0.2 }, seed, maxConcurrency: 1);

        Assert.All(simulation.Fetch(40), result => Assert.True(result.Succeeded, result.Error?.ToString()));
    }

    private HttpResponseMessage Refusal(string body)
    {
        var response = ScriptedServer.Status(HttpStatusCode.TooManyRequests, "10");
        var pause = body == "stalls" ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(0.1);
        Exception breaks = body == "is cut off" ? new HttpIOException(HttpRequestError.ResponseEnded) : new IOException("Connection reset");
        response.Content = new PlannedBody("slower"u8.ToArray(), pause, breaks, Time, _ => { });
        return response;
    }
}
