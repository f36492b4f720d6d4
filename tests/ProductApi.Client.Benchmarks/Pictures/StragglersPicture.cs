using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using OxyPlot;
using ProductApi.Client.Sample.Server;

namespace ProductApi.Client.Benchmarks.Pictures;

/// <summary>Two runs against a server some of whose answers take far longer than others, with and without backup requests: answers so far,
/// over time.</summary>
internal static class StragglersPicture
{
    private const int Count = 500;
    private static readonly Stragglers Slow = new(0.01, TimeSpan.FromSeconds(5));

    public static async Task DrawAsync(string file, CancellationToken cancellationToken)
    {
        var without = await FetchAsync(backups: false, cancellationToken);
        var with = await FetchAsync(backups: true, cancellationToken);

        var plot = new AnswersPlot(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Count} products of 200 ms, 20 in flight; {Slow.Share:0 %} of the requests take {Slow.Time.TotalSeconds} s"),
            "products so far",
            1.1 * Count);
        plot.AddSum(
            string.Create(CultureInfo.InvariantCulture, $"without backup requests: {without.Max():0.0} s"), OxyColors.Crimson, without);
        plot.AddSum(string.Create(CultureInfo.InvariantCulture, $"with backup requests: {with.Max():0.0} s"), OxyColors.SteelBlue, with);
        plot.Save(file);
    }

    private static async Task<IReadOnlyList<double>> FetchAsync(bool backups, CancellationToken cancellationToken)
    {
        var server = new ProductServerOptions { ProductCount = Count, Latency = TimeSpan.FromMilliseconds(200), Stragglers = Slow };
        await using var running = await ProductServer.StartAsync(server, cancellationToken);
        var services = new ServiceCollection();
        var recorder = new AnswerRecorder();
        services.AddProductClient(options =>
        {
            options.BaseAddress = running.BaseAddress;
            options.ApiKey = server.ApiKey;
            options.BackupRequests = backups;
        }).AddHttpMessageHandler(recorder.CreateHandler);
        await using var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<IProductClient>()
            .FetchManyAsync(Enumerable.Range(1, Count), cancellationToken: cancellationToken);
        return [.. recorder.Served];
    }
}
