using Microsoft.Extensions.DependencyInjection;
using OxyPlot;
using ProductApi.Client.Benchmarks.Contenders;
using ProductApi.Client.Sample.Server;

namespace ProductApi.Client.Benchmarks.Pictures;

/// <summary>One run against a token bucket as the wire saw it: answers per second over time, refusals marked.</summary>
internal static class ThrottledRunPicture
{
    private const int Count = 2000;
    private const int Limit = 100;

    public static async Task DrawAsync(string file, CancellationToken cancellationToken)
    {
        var options = new ProductServerOptions
        {
            ProductCount = Count,
            Latency = TimeSpan.FromMilliseconds(100),
            RateLimit = new RateLimitOptions { Limit = Limit, Burst = 20 },
        };
        await using var server = await ProductServer.StartAsync(options, cancellationToken);
        var recorder = new AnswerRecorder();
        var contender = new LibraryContender(builder => builder.AddHttpMessageHandler(recorder.CreateHandler));
        var delivered = await contender.FetchAsync(server.BaseAddress, [.. Enumerable.Range(1, Count)], cancellationToken);

        var plot = new AnswersPlot(
            $"{delivered} of {Count} products from a server that allows {Limit} per second", "answers per second", 2 * Limit);
        plot.AddRate("served", OxyColors.SteelBlue, recorder.Served);
        plot.AddRefusals("refused", OxyColors.Crimson, recorder.Refused, Limit / 10.0);
        plot.AddLimit(Limit, recorder.Served.Max());
        plot.Save(file);
    }
}
