using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Fetching;

public sealed class ProgressTests : VirtualTimeTest
{
    [Fact]
    public void Progress_comes_at_most_ten_times_a_second_and_once_more_at_the_end()
    {
        var server = ServerThat(
            request => request.Id == "7" ? ScriptedServer.Status(System.Net.HttpStatusCode.NotFound) : ScriptedServer.Product(request.Id),
            0.01);
        var reports = new List<FetchProgress>();

        Fetch(server, 2000, options: new FetchOptions { Progress = new ProgressCallback(reports.Add) });

        var last = reports[^1];
        Assert.Equal((2000, 1999, 1, 2000), (last.Completed, last.Succeeded, last.Failed, last.Total));
        Assert.InRange(reports.Count, 2, (int)(Time.Now.TotalSeconds * 10) + 2);
        Assert.Equal(reports.OrderBy(report => report.Completed), reports);
    }

    [Fact]
    public void A_progress_callback_that_throws_does_not_hurt_the_run()
    {
        var server = ServerThat(request => ScriptedServer.Product(request.Id));
        var client = TestClient.Scripted(server, time: Time);

        var results = Time.Run(() => client.Products.FetchManyAsync(Enumerable.Range(1, 500),
            new FetchOptions { Progress = new ProgressCallback(_ => throw new InvalidOperationException("no")) }));

        Assert.All(results, result => Assert.True(result.Succeeded));
        Assert.Single(client.Logs.GetSnapshot(), record => record.Id.Name == "ProgressFailed");
    }
}
