using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Diagnostics;

public sealed class TelemetryTests : VirtualTimeTest
{
    [Fact]
    [Trait("Contract", "19")]
    public void A_run_logs_one_line_when_it_starts_and_one_when_it_ends()
    {
        var client = TestClient.Scripted(ServerThat(request => ScriptedServer.Product(request.Id)), time: Time);

        Time.Run(() => client.Products.FetchManyAsync(Enumerable.Range(1, 500)));

        var lines = client.Logs.GetSnapshot().Where(record =>
            record.Level >= LogLevel.Information && record.Id.Name != "SettingsInUse").ToList();
        Assert.Equal(["RunStarted", "RunEnded"], lines.Select(line => line.Id.Name));
        Assert.Equal("Fetched 500 of 500 products in 5.00 s (100.0/s), 0 failed, 500 attempts", lines[1].Message);
        Assert.Equal("500", lines[1].GetStructuredStateValue("Succeeded"));
    }

    [Fact]
    [Trait("Contract", "19")]
    public void Push_backs_and_outages_are_logged_once_per_episode_and_items_at_Debug()
    {
        var server = ServerThat(request => Time.Now.TotalSeconds is > 1 and < 20
            ? ScriptedServer.Status(HttpStatusCode.InternalServerError)
            : request.Number % 50 == 0 ? ScriptedServer.Status(HttpStatusCode.TooManyRequests, "0.1")
            : request.Id == "400" ? ScriptedServer.Status(HttpStatusCode.NotFound)
            : ScriptedServer.Product(request.Id));
        var client = TestClient.Scripted(server, time: Time);

        Time.Run(() => client.Products.FetchManyAsync(Enumerable.Range(1, 500)));

        var names = client.Logs.GetSnapshot().Where(record => record.Level >= LogLevel.Warning).Select(record => record.Id.Name).ToList();
        Assert.Equal(["OutageEnded", "OutageStarted", "ThrottlingStarted"], names.Order());
        var back = Assert.Single(client.Logs.GetSnapshot(), record => record.Id.Name == "OutageEnded");
        Assert.InRange(double.Parse(back.GetStructuredStateValue("OutageSeconds")!, CultureInfo.InvariantCulture), 18, 24);
        var item = Assert.Single(client.Logs.GetSnapshot(), record => record.Id.Name == "ItemFailed");
        Assert.Equal(LogLevel.Debug, item.Level);
    }

    [Fact]
    [Trait("Contract", "19")]
    public void The_factorys_and_Pollys_lines_per_request_are_off()
    {
        var client = TestClient.Scripted(ServerThat(request => request.Attempt == 1
            ? ScriptedServer.Status(HttpStatusCode.InternalServerError)
            : ScriptedServer.Product(request.Id)), time: Time);

        Time.Run(() => client.Products.FetchManyAsync([1, 2, 3]));

        Assert.DoesNotContain(client.Logs.GetSnapshot(), record => record.Category is { } category
            && (category.StartsWith("System.Net.Http", StringComparison.Ordinal)
                || category.StartsWith("Polly", StringComparison.Ordinal)));
    }

    [Fact]
    [Trait("Contract", "20")]
    public void Metrics_count_fetches_attempts_and_push_backs_and_carry_no_ids()
    {
        var server = ServerThat(request => request switch
        {
            { Id: "7" } => ScriptedServer.Status(HttpStatusCode.NotFound),
            { Id: "8", Attempt: 1 } => ScriptedServer.Status(HttpStatusCode.TooManyRequests, "1"),
            _ => ScriptedServer.Product(request.Id),
        });
        var client = TestClient.Scripted(server, time: Time);
        var meters = client.Services.GetRequiredService<IMeterFactory>();
        using var durations = new MetricCollector<double>(meters, "ProductApi.Client", "productapi.client.fetch.duration");
        using var attempts = new MetricCollector<long>(meters, "ProductApi.Client", "productapi.client.attempts");
        using var active = new MetricCollector<int>(meters, "ProductApi.Client", "productapi.client.fetch.active");
        using var pushbacks = new MetricCollector<long>(meters, "ProductApi.Client", "productapi.client.throttle.pushbacks");
        using var waits = new MetricCollector<double>(meters, "ProductApi.Client", "productapi.client.throttle.wait");

        Time.Run(() => client.Products.FetchManyAsync(Enumerable.Range(1, 100)));

        var measured = durations.GetMeasurementSnapshot();
        Assert.Equal(100, measured.Count);
        Assert.Equal("not_found", Assert.Single(measured, one => one.Tags.ContainsKey("error.type")).Tags["error.type"]);
        Assert.All(
            measured.SelectMany(one => one.Tags.Keys), key => Assert.Contains(key, new[] { "error.type", "productapi.client.name" }));
        Assert.All(measured, one => Assert.InRange(one.Value, 0.2, 2));
        Assert.Equal(101, attempts.GetMeasurementSnapshot().EvaluateAsCounter());
        Assert.Equal(0, active.GetMeasurementSnapshot().EvaluateAsCounter());
        Assert.Equal(1, pushbacks.GetMeasurementSnapshot().EvaluateAsCounter());
        Assert.NotEmpty(waits.GetMeasurementSnapshot());
    }

    [Fact]
    [Trait("Contract", "19")]
    public void A_throttled_run_says_so_in_its_summary_its_progress_and_a_metric()
    {
        var server = new ScriptedServer(request => request.Number % 50 == 0
            ? ScriptedServer.Status(HttpStatusCode.TooManyRequests, "0.1")
            : ScriptedServer.Product(request.Id), Time);
        var client = TestClient.Scripted(server, time: Time);
        FetchProgress? last = null;
        using var pace = new MetricCollector<double>(
            client.Services.GetRequiredService<IMeterFactory>(), "ProductApi.Client", "productapi.client.throttle.pace");

        Time.Run(() => client.Products.FetchManyAsync(
            Enumerable.Range(1, 500), new FetchOptions { Progress = new ProgressCallback(report => last = report) }));
        pace.RecordObservableInstruments();

        var line = Assert.Single(client.Logs.GetSnapshot(), record => record.Id.Name == "RunThrottled");
        Assert.Equal($"{last!.Value.Pushbacks}", line.GetStructuredStateValue("Pushbacks"));
        Assert.InRange(last.Value.Pushbacks, 9, 11);
        Assert.Equal(last.Value.Pace, pace.LastMeasurement?.Value);
    }

    [Fact]
    [Trait("Contract", "20")]
    public void A_run_is_one_span_with_its_counts()
    {
        var spans = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "ProductApi.Client",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);

        Fetch(
            ServerThat(request => request.Id == "7" ? ScriptedServer.Status(HttpStatusCode.NotFound) : ScriptedServer.Product(request.Id)),
            50);

        var span = Assert.Single(spans);
        Assert.Equal(49, span.GetTagItem("productapi.client.succeeded"));
        Assert.Equal(1, span.GetTagItem("productapi.client.failed"));
    }
}
