using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Fetching;

/// <summary>An id whose request takes far longer than others is asked for a second time; the first answer wins.</summary>
[Trait("Contract", "34")]
public sealed class BackupTests : VirtualTimeTest
{
    private const string Slow = "30";

    private int _cancelled;

    [Fact]
    public void The_backup_wins_and_the_first_request_is_cancelled()
    {
        var server = Server(request => request is { Id: Slow, Attempt: 1 } ? 5 : 0.2);

        var results = Fetch(server, 100);

        Assert.All(results, result => Assert.True(result.Succeeded, result.Error?.ToString()));
        Assert.Equal(2, Result(results).Attempts);
        Assert.Equal(1, _cancelled);
        Assert.Equal(101, server.Requests.Count);
        Assert.Equal(1, Time.Now.TotalSeconds, 0.2);
    }

    [Fact]
    public void The_first_request_wins_and_the_backup_is_cancelled()
    {
        var server = Server(request => request is { Id: Slow, Attempt: 1 } ? 1.1 : request.Id == Slow ? 0.5 : 0.2);

        var results = Fetch(server, 100);

        Assert.Equal(2, Result(results).Attempts);
        Assert.True(Result(results).Succeeded);
        Assert.Equal(1, _cancelled);
    }

    [Fact]
    public void An_id_has_one_backup_which_is_given_up_when_it_is_late_itself()
    {
        var server = Server(request => request.Id == Slow ? 5 : 0.2);

        var results = Fetch(server, 100);

        Assert.True(Result(results).Succeeded);
        Assert.Equal(2, server.RequestsFor(Slow).Count);
        Assert.Equal(1, _cancelled);
    }

    [Fact]
    public void Switched_off_nothing_is_sent_twice()
    {
        var server = Server(request => request is { Id: Slow, Attempt: 1 } ? 5 : 0.2);

        var results = Fetch(server, 100, options => options.BackupRequests = false);

        Assert.Equal(100, server.Requests.Count);
        Assert.Equal(5, Result(results).Elapsed.TotalSeconds, 0.1);
    }

    [Fact]
    public void A_product_that_does_not_exist_is_an_answer()
    {
        var server = Server(
            request => request is { Id: Slow, Attempt: 1 } ? 5 : 0.2,
            request => request.Id == Slow ? ScriptedServer.Status(HttpStatusCode.NotFound) : ScriptedServer.Product(request.Id));

        var results = Fetch(server, 100);

        Assert.Equal(FetchErrorKind.NotFound, Result(results).Error?.Kind);
        Assert.Equal(1, Time.Now.TotalSeconds, 0.2);
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.Unauthorized)]
    public void A_backup_that_fails_leaves_the_id_to_the_first_request(HttpStatusCode status)
    {
        var server = Server(
            request => request is { Id: Slow, Attempt: 1 } ? 2 : 0.2,
            request => request is { Id: Slow, Attempt: 2 } ? ScriptedServer.Status(status) : ScriptedServer.Product(request.Id));

        var results = Fetch(server, 100);

        Assert.All(results, result => Assert.True(result.Succeeded, result.Error?.ToString()));
        Assert.Equal(2, Result(results).Attempts);
        Assert.Equal(0, _cancelled);
    }

    [Fact]
    public void A_first_request_that_fails_while_the_backup_is_under_way_leaves_the_id_to_the_backup()
    {
        var server = Server(
            request => request is { Id: Slow, Attempt: 1 } ? 1.1 : request.Id == Slow ? 0.5 : 0.2,
            request => request is { Id: Slow, Attempt: 1 }
                ? ScriptedServer.Status(HttpStatusCode.InternalServerError)
                : ScriptedServer.Product(request.Id));

        var results = Fetch(server, 100, options => options.MaxRetryAttempts = 0);

        Assert.True(Result(results).Succeeded, Result(results).Error?.ToString());
        Assert.Equal(2, server.RequestsFor(Slow).Count);
    }

    [Fact]
    public void Both_fail_with_the_error_of_the_first()
    {
        var server = Server(
            request => request is { Id: Slow, Attempt: 1 } ? 1.1 : request.Id == Slow ? 0.5 : 0.2,
            request => request.Id == Slow
                ? ScriptedServer.Status(request.Attempt == 1 ? HttpStatusCode.InternalServerError : HttpStatusCode.BadGateway)
                : ScriptedServer.Product(request.Id));

        var results = Fetch(server, 100, options => options.MaxRetryAttempts = 0);

        Assert.Equal(HttpStatusCode.InternalServerError, Result(results).Error?.StatusCode);
    }

    [Fact]
    public void A_call_with_a_smaller_cap_keeps_to_it()
    {
        var server = Server(request => request is { Id: Slow or "60", Attempt: 1 } ? 5 : 0.2);

        var results = Fetch(server, 100, options: new FetchOptions { MaxConcurrency = 3 });

        Assert.Equal(3, server.MaxInFlight);
        Assert.Equal(2, Result(results).Attempts);
    }

    [Fact]
    public void With_one_request_in_flight_there_is_no_room_for_a_backup()
    {
        var server = Server(request => request is { Id: Slow, Attempt: 1 } ? 2 : 0.2);

        var results = Fetch(server, 60, options => options.MaxConcurrency = 1);

        Assert.Equal(1, server.MaxInFlight);
        Assert.Equal(1, Result(results).Attempts);
    }

    [Fact]
    public void A_backup_does_not_need_a_worker_that_waits_for_more_ids()
    {
        var server = Server(request => request is { Id: "40", Attempt: 1 } ? 5 : 0.2);
        var client = TestClient.Scripted(server, time: Time);

        var results = Time.Run(() => client.Products.StreamManyAsync(Ids()).ToListAsync().AsTask());

        Assert.Equal(2, results.Single(result => result.ProductId == 40).Attempts);
        Assert.Equal(0.8, results.Single(result => result.ProductId == 40).Elapsed.TotalSeconds, 0.1);

        async IAsyncEnumerable<ProductId> Ids()
        {
            for (var id = 1; id <= 40; id++)
                yield return id;
            await Task.Delay(TimeSpan.FromSeconds(30), Time);
            yield return 41;
        }
    }

    [Fact]
    public void A_time_limit_ends_both()
    {
        var server = Server(request => request.Id == Slow ? 5 : 0.2);

        var results = Fetch(server, 100, options: new FetchOptions { TimeLimit = TimeSpan.FromSeconds(1.4) });

        Assert.Equal(FetchErrorKind.NotAttempted, Result(results).Error?.Kind);
        Assert.Equal(2, _cancelled);
    }

    [Fact]
    public void Cancellation_ends_both()
    {
        var server = Server(request => request.Id == Slow ? 5 : 0.2);
        var client = TestClient.Scripted(server, time: Time);
        using var cancellation = new CancellationTokenSource(TimeSpan.FromSeconds(1.4), Time);

        Assert.ThrowsAny<OperationCanceledException>(() => Time.Run(
            () => client.Products.FetchManyAsync(Enumerable.Range(1, 100), cancellationToken: cancellation.Token)));

        Assert.Equal(2, _cancelled);
    }

    [Fact]
    public void A_handler_whose_cancellation_callback_throws_harms_nobody()
    {
        var server = new ScriptedServer(
            async (request, cancellationToken) =>
            {
                await using var registration = cancellationToken.Register(() => throw new InvalidOperationException("A handler's own."));
                await Task.Delay(TimeSpan.FromSeconds(request is { Id: Slow, Attempt: 1 } ? 5 : 0.2), Time, cancellationToken);
                return ScriptedServer.Product(request.Id);
            },
            Time);

        var results = Fetch(server, 100);

        Assert.All(results, result => Assert.True(result.Succeeded, result.Error?.ToString()));
    }

    [Fact]
    public void The_summary_and_the_metrics_count_them()
    {
        var server = Server(request => request switch
        {
            { Id: Slow or "70", Attempt: 1 } => 5,
            { Id: "90", Attempt: 1 } => 1.1,
            { Id: "90" } => 0.5,
            _ => 0.2,
        });
        var client = TestClient.Scripted(server, time: Time);
        var meters = client.Services.GetRequiredService<IMeterFactory>();
        using var sent = new MetricCollector<long>(meters, "ProductApi.Client", "productapi.client.backups.sent");
        using var won = new MetricCollector<long>(meters, "ProductApi.Client", "productapi.client.backups.won");

        var results = Time.Run(() => client.Products.FetchManyAsync(Enumerable.Range(1, 200)));

        Assert.Equal(203, results.Sum(result => result.Attempts));
        Assert.Equal((3, 2), (sent.GetMeasurementSnapshot().EvaluateAsCounter(), won.GetMeasurementSnapshot().EvaluateAsCounter()));
        Assert.Single(
            client.Logs.GetSnapshot(),
            line => line.Message == "3 backup requests were sent for products that took far longer than others; 2 of them answered first");
    }

    private ScriptedServer Server(Func<ScriptedRequest, double> seconds, Func<ScriptedRequest, HttpResponseMessage>? answer = null) => new(
        async (request, cancellationToken) =>
        {
            try
            {
                await Task.Delay(TimeSpan.FromSeconds(seconds(request)), Time, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                Interlocked.Increment(ref _cancelled);
                throw;
            }

            return answer?.Invoke(request) ?? ScriptedServer.Product(request.Id);
        },
        Time);

    private static FetchResult<Product> Result(IReadOnlyList<FetchResult<Product>> results) => results.Single(
        result => result.ProductId == Slow);
}
