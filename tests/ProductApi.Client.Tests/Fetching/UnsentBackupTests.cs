using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Fetching;

/// <summary>A backup that is due and yet does not reach the server.</summary>
[Trait("Contract", "34")]
public sealed class UnsentBackupTests : VirtualTimeTest
{
    private const string Slow = "30";

    // When the slow request came to the server.
    private double _slowSince = double.PositiveInfinity;

    private double SlowFor => Time.Now.TotalSeconds - _slowSince;

    [Fact]
    public void A_backup_that_waits_for_a_slot_until_the_call_ends_is_not_counted()
    {
        // The only slot is that of the slow request.
        var client = TestClient.Scripted(Server(), options => options.MaxConcurrency = 1, Time);
        using var sent = Sent(client);

        var results = Time.Run(() => client.Products.FetchManyAsync(
            Enumerable.Range(1, 30), new FetchOptions { TimeLimit = TimeSpan.FromSeconds(8) }));

        Assert.Equal((FetchErrorKind.NotAttempted, 1), (Result(results).Error?.Kind, Result(results).Attempts));
        Assert.Empty(sent.GetMeasurementSnapshot());
        Assert.DoesNotContain(client.Logs.GetSnapshot(), line => line.Id.Name == "RunBackedUp");
    }

    [Fact]
    public void A_backup_that_is_turned_away_because_of_another_ids_failure_is_made_again_when_the_host_is_well()
    {
        // The backup is due after 0.6 s and waits for the other slot, which an id in trouble has until 0.7 s. The next one is served.
        var server = Server(() => SlowFor is > 0.66 and < 0.74);
        var client = TestClient.Scripted(
            server, options => (options.MaxConcurrency, options.MaxRetryAttempts) = (2, 0), Time);
        using var sent = Sent(client);

        var results = Time.Run(() => client.Products.FetchManyAsync(Enumerable.Range(1, 60)));

        Assert.Single(results, result => !result.Succeeded);
        Assert.Equal(2, Result(results).Attempts);
        Assert.Equal(2, server.RequestsFor(Slow).Count);
        Assert.Equal(1, sent.GetMeasurementSnapshot().EvaluateAsCounter());
        Assert.Single(
            client.Logs.GetSnapshot(),
            line => line.Message == "1 backup requests were sent for products that took far longer than others; 1 of them answered first");
    }

    [Fact]
    public void What_foreign_code_throws_while_a_backup_is_sent_ends_the_call()
    {
        var server = Server();
        var client = TestClient.Scripted(server, time: Time);
        var meters = client.Services.GetRequiredService<IMeterFactory>();
        var failure = new InvalidOperationException("Not my day.");
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name == "productapi.client.fetch.active" && instrument.Meter.Scope == meters)
                    self.EnableMeasurementEvents(instrument);
            },
        };

        // All others have begun by then.
        listener.SetMeasurementEventCallback<int>((_, change, _, _) =>
        {
            if (change > 0 && SlowFor > 0.5)
                throw failure;
        });
        listener.Start();

        var thrown = Assert.Throws<InvalidOperationException>(
            () => Time.Run(() => client.Products.FetchManyAsync(Enumerable.Range(1, 30))));

        Assert.Same(failure, thrown);
        Assert.Single(server.RequestsFor(Slow));
    }

    // The first one takes a little longer: so those of two slots never end at the same time.
    private ScriptedServer Server(Func<bool>? fails = null) => new(
        async (request, cancellationToken) =>
        {
            var isSlow = request is { Id: Slow, Attempt: 1 };
            if (isSlow)
                _slowSince = Time.Now.TotalSeconds;
            await Task.Delay(TimeSpan.FromSeconds(isSlow ? 5 : request.Number == 1 ? 0.3 : 0.2), Time, cancellationToken);
            return fails?.Invoke() == true
                ? ScriptedServer.Status(HttpStatusCode.InternalServerError)
                : ScriptedServer.Product(request.Id);
        },
        Time);

    private static MetricCollector<long> Sent(TestClient client) =>
        new(client.Services.GetRequiredService<IMeterFactory>(), "ProductApi.Client", "productapi.client.backups.sent");

    private static FetchResult<Product> Result(IReadOnlyList<FetchResult<Product>> results) => results.Single(
        result => result.ProductId == Slow);
}
