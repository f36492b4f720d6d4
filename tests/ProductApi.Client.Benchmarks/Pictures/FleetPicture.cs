using System.Diagnostics;
using System.Globalization;
using OxyPlot;
using ProductApi.Client.Benchmarks.Fleet;
using ProductApi.Client.Sample.Server;
using ProductApi.Client.Sample.Worker.Demo;

namespace ProductApi.Client.Benchmarks.Pictures;

/// <summary>Eight processes on one token bucket, each learning it for itself and together, as the server saw them: answers per second over
/// time, refusals marked.</summary>
internal static class FleetPicture
{
    private const int Limit = 100;

    public static async Task DrawAsync(string file, CancellationToken cancellationToken)
    {
        using var redis = await LocalRedis.StartAsync(cancellationToken);
        var alone = await RecordAsync("alone", redis, cancellationToken);
        var shared = await RecordAsync("shared", redis, cancellationToken);

        var plot = new AnswersPlot(
            $"{alone.Ids} products, eight processes, a server that allows {Limit} per second", "answers per second", 2.5 * Limit);
        plot.AddRate(Title("alone", alone), OxyColors.Crimson, alone.Served);
        plot.AddRefusals("refused", OxyColors.Crimson, alone.Refused, 12);
        plot.AddRate(Title("shared", shared), OxyColors.SteelBlue, shared.Served);
        plot.AddRefusals("refused", OxyColors.SteelBlue, shared.Refused, 4);
        plot.AddLimit(Limit, Math.Max(alone.Served.Max(), shared.Served.Max()));
        plot.Save(file);
    }

    private static string Title(string mode, Recording run) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{mode}: {run.Served.Max():0.0} s, {100.0 * run.Refused.Count / (run.Ids + run.Refused.Count):0.0} % refused");

    private static async Task<Recording> RecordAsync(string mode, LocalRedis redis, CancellationToken cancellationToken)
    {
        var run = FleetTable.BucketRun(mode);
        var recording = new Recording(run.Ids);
        await (run with { Progress = (_, stats) => recording.Add(stats) }).RunAsync(redis, cancellationToken);
        return recording;
    }

    /// <summary>The server's counters, looked at again and again.</summary>
    private sealed class Recording(int ids)
    {
        private readonly Stopwatch _watch = Stopwatch.StartNew();
        private double? _start;

        public int Ids => ids;

        public List<double> Served { get; } = [];

        public List<double> Refused { get; } = [];

        public void Add(ServerStats stats)
        {
            if (stats.Requests == 0)
                return;
            var now = _watch.Elapsed.TotalSeconds - (_start ??= _watch.Elapsed.TotalSeconds);
            Served.AddRange(Enumerable.Repeat(now, stats.DistinctIds - Served.Count));
            Refused.AddRange(Enumerable.Repeat(now, (int)stats.Refused - Refused.Count));
        }
    }
}
