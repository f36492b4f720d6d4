using Microsoft.Extensions.DependencyInjection;
using ProductApi.Client.Fetching;
using ProductApi.Client.Keys;
using ProductApi.Client.Registration;
using ProductApi.Client.Tests.Support;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Fetching;

public sealed class ProgressReporterTests : VirtualTimeTest
{
    private readonly List<FetchProgress> _reports = [];

    [Fact]
    public void A_report_comes_a_tenth_of_a_second_after_the_last_and_at_the_end()
    {
        var progress = Reporter(new ProgressCallback(_reports.Add));
        foreach (var pause in (double[])[0, 0.09, 0.01, 0.01, 0.08, 0.01, 0.1])
        {
            Pass(pause);
            progress.Add(succeeded: true, attempts: 1);
        }

        progress.ReportEnd();

        Assert.Equal([0.1, 0.2, 0.3, 0.3], _reports.Select(report => Math.Round(report.Elapsed.TotalSeconds, 6)));
        Assert.Equal([3, 6, 7, 7], _reports.Select(report => report.Completed));
    }

    [Fact]
    public void Results_and_attempts_are_counted()
    {
        var progress = Reporter(null);

        progress.Add(succeeded: true, attempts: 1);
        progress.Add(succeeded: true, attempts: 4);
        progress.Add(succeeded: false, attempts: 2);

        var current = progress.Current;
        Assert.Equal((2, 1, 3, 9), (current.Succeeded, current.Failed, current.Completed, current.Total));
        Assert.Equal(7, progress.Attempts);
    }

    [Fact]
    public async Task Whoever_reports_leaves_the_way_free_for_the_next_one()
    {
        var progress = Reporter(new ProgressCallback(_reports.Add));
        Pass(1);
        var first = new Thread(() => progress.Add(succeeded: true, attempts: 1));
        first.Start();
        first.Join();

        await Task.Factory.StartNew(progress.ReportEnd, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
            .WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(2, _reports.Count);
    }

    [Fact]
    public void A_callback_that_throws_is_not_called_again()
    {
        var calls = 0;
        var progress = Reporter(new ProgressCallback(_ =>
        {
            calls++;
            throw new InvalidOperationException("no");
        }));
        Pass(1);

        progress.Add(succeeded: true, attempts: 1);
        Pass(1);
        progress.Add(succeeded: true, attempts: 1);
        progress.ReportEnd();

        Assert.Equal(1, calls);
    }

    [Fact]
    public void A_callback_that_asks_again_from_within_is_not_called_in_a_circle()
    {
        ProgressReporter? progress = null;
        progress = Reporter(new ProgressCallback(report =>
        {
            _reports.Add(report);
            progress!.Add(succeeded: true, attempts: 1);
        }));
        Pass(1);

        progress.Add(succeeded: true, attempts: 1);

        Assert.Equal(1, Assert.Single(_reports).Completed);
        Assert.Equal(2, progress.Current.Completed);
    }

    [Fact]
    public void Throttling_is_counted_since_the_run_began()
    {
        var client = TestClient.Scripted(new ScriptedServer(request => request.Number is 1 or 3
            ? ScriptedServer.Status(System.Net.HttpStatusCode.TooManyRequests, "2")
            : ScriptedServer.Product(request.Id), Time), time: Time);
        FetchProgress last = default;
        var options = new FetchOptions { Progress = new ProgressCallback(report => last = report) };
        Time.Run(() => client.Products.FetchAsync(1));

        Time.Run(() => client.Products.FetchManyAsync([2], options));

        Assert.Equal((1, 1), (last.Pushbacks, last.Total));
        var runs = client.Logs.GetSnapshot().Where(record => record.Id.Name is "RunThrottled" or "RunThrottledWithoutPace").ToList();
        Assert.All(runs, run => Assert.Equal("1", run.GetStructuredStateValue("Pushbacks")));
        Assert.All(runs, run => Assert.Equal("2", run.GetStructuredStateValue("HeldBackSeconds")));
        Assert.Equal(2, runs.Count);
    }

    [Fact]
    public void Canaries_of_a_former_run_are_not_told_again()
    {
        var client = TestClient.Scripted(
            ServerThat(request => request.Number > 20 && Time.Now < TimeSpan.FromSeconds(10)
                ? ScriptedServer.Status(System.Net.HttpStatusCode.InternalServerError)
                : ScriptedServer.Product(request.Id)),
            time: Time);

        Time.Run(() => client.Products.FetchManyAsync(Enumerable.Range(1, 100)));
        Assert.True(client.Part<ThrottleGate>().Report is { Canaries: > 0, Pushbacks: 0 });
        Time.Run(() => client.Products.FetchManyAsync(Enumerable.Range(1, 100)));

        Assert.Equal(
            ["RunStarted", "RunThrottledWithoutPace", "RunEnded", "RunStarted", "RunEnded"],
            client.Logs.GetSnapshot().Select(record => record.Id.Name).Where(name => name?.StartsWith("Run", StringComparison.Ordinal) == true));
    }

    private ProgressReporter Reporter(IProgress<FetchProgress>? progress)
    {
        var client = TestClient.Scripted(new ScriptedServer(request => ScriptedServer.Product(request.Id), Time), time: Time);
        return new ProgressReporter(
            progress, total: 9, client.Part<ThrottleGate>(), client.Part<ApiKeyBreaker>(), Time, ClientParts.Logger(client.Services));
    }

    private void Pass(double seconds) => Time.Run(() => Task.Delay(TimeSpan.FromSeconds(seconds), Time));
}
