using System.Diagnostics.Metrics;
using System.Net;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Diagnostics;

public sealed class ForeignCodeTests : VirtualTimeTest
{
    [Fact]
    [Trait("Contract", "20")]
    public void A_metric_listener_that_throws_costs_an_item_at_most_and_never_the_client()
    {
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name == "productapi.client.throttle.wait")
                    self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>((_, _, _, _) => throw new InvalidOperationException("Not my day."));
        listener.Start();
        var server = ServerThat(
            request => request.Attempt == 1 ? ScriptedServer.Status(HttpStatusCode.TooManyRequests) : ScriptedServer.Product(request.Id));
        var client = TestClient.Scripted(server, time: Time);

        var results = Time.Run(() => client.Products.FetchManyAsync(Enumerable.Range(1, 60)));
        listener.Dispose();
        var afterwards = Time.Run(() => client.Products.FetchManyAsync(Enumerable.Range(1, 60)));

        Assert.Equal(60, results.Count);
        Assert.All(afterwards, result => Assert.True(result.Succeeded, result.Error?.ToString()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Contract", "20")]
    public void A_listener_of_the_active_requests_that_throws_once_leaves_no_request_counted_for_good(bool isKeyGood)
    {
        var thrown = 0;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name == "productapi.client.fetch.active")
                    self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<int>((_, _, _, _) =>
        {
            if (Interlocked.Increment(ref thrown) == 1)
                throw new InvalidOperationException("Not my day.");
        });
        listener.Start();
        var server = ServerThat(request => isKeyGood || request.Number > 1
            ? ScriptedServer.Product(request.Id)
            : ScriptedServer.Status(HttpStatusCode.Unauthorized));
        var client = TestClient.Scripted(server, time: Time);
        Assert.Throws<InvalidOperationException>(() => Time.Run(() => client.Products.FetchAsync(1)));

        // A first 401 waits for all that are in flight.
        var results = Time.Run(() => client.Products.FetchManyAsync([2], new FetchOptions { TimeLimit = TimeSpan.FromHours(1) }));

        Assert.Equal(isKeyGood ? null : FetchErrorKind.Unauthorized, Assert.Single(results).Error?.Kind);
    }

    [Fact]
    [Trait("Contract", "19")]
    public async Task No_control_character_of_a_server_reaches_a_log_line()
    {
        await using var server = RawServer.Start(exchange => exchange.WriteAsync("\u001b[31mnot http\u001b[0m\n\n"));
        await using var client = new TestClient(server.BaseAddress, options => options.OutagePatience = TimeSpan.FromSeconds(0.1));

        await client.Products.FetchManyAsync(Enumerable.Range(1, 20));

        Assert.Contains(client.Logs.GetSnapshot(), line => line.Message.Contains("not http", StringComparison.Ordinal));
        Assert.All(client.Logs.GetSnapshot(), line => Assert.DoesNotContain(line.Message, char.IsControl));
    }
}
