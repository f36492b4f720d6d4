using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;
using ProductApi.Client.Benchmarks.Contenders;
using ProductApi.Client.Sample.Server;

namespace ProductApi.Client.Benchmarks.Throttling;

/// <summary>One run against a token bucket as the wire saw it: answers per second over time, refusals marked.</summary>
internal static class ThrottledRunPicture
{
    private const int Count = 2000;
    private const int Limit = 100;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(0.5);

    public static async Task DrawAsync(string file, CancellationToken cancellationToken)
    {
        var options = new ProductServerOptions
        {
            ProductCount = Count,
            Latency = TimeSpan.FromMilliseconds(100),
            RateLimit = new RateLimitOptions { Limit = Limit, Burst = 20 },
        };
        await using var server = await ProductServer.StartAsync(options, cancellationToken);
        var recorder = new Recorder();
        var contender = new LibraryContender(builder => builder.AddHttpMessageHandler(() => new RecordingHandler(recorder)));
        var delivered = await contender.FetchAsync(server.BaseAddress, [.. Enumerable.Range(1, Count)], cancellationToken);

        var plot = new PlotModel
        {
            Title = $"{delivered} of {Count} products from a server that allows {Limit} per second",
            TitleFontSize = 14,
            DefaultFont = "Helvetica, Arial, sans-serif",
            Background = OxyColors.White,
            Padding = new OxyThickness(8, 20, 8, 8),
        };
        plot.Legends.Add(new Legend
        {
            LegendPosition = LegendPosition.BottomCenter,
            LegendPlacement = LegendPlacement.Outside,
            LegendOrientation = LegendOrientation.Horizontal,
            LegendColumnSpacing = 60,
        });
        plot.Axes.Add(new LinearAxis { Position = AxisPosition.Bottom, Title = "seconds", Minimum = 0 });
        plot.Axes.Add(new LinearAxis { Position = AxisPosition.Left, Title = "answers per second", Minimum = 0, Maximum = 2 * Limit });
        plot.Series.Add(Rate(recorder.Answers));
        plot.Series.Add(Refusals(recorder.Answers));
        plot.Series.Add(Allowed(recorder.Answers[^1].At));
        await using var stream = File.Create(file);
        new SvgExporter { Width = 900, Height = 360 }.Export(plot, stream);
    }

    private static LineSeries Rate(IReadOnlyList<(double At, bool Refused)> answers)
    {
        var series = new LineSeries { Title = "served", Color = OxyColors.SteelBlue };
        var windows = answers.Where(answer => !answer.Refused).GroupBy(answer => (int)(answer.At / Window.TotalSeconds));
        foreach (var window in windows.OrderBy(window => window.Key))
            series.Points.Add(new DataPoint((window.Key + 0.5) * Window.TotalSeconds, window.Count() / Window.TotalSeconds));
        return series;
    }

    private static ScatterSeries Refusals(IReadOnlyList<(double At, bool Refused)> answers)
    {
        var series = new ScatterSeries
        {
            Title = "refused",
            MarkerType = MarkerType.Triangle,
            MarkerFill = OxyColors.Crimson,
            MarkerSize = 5,
        };
        foreach (var answer in answers.Where(answer => answer.Refused))
            series.Points.Add(new ScatterPoint(answer.At, Limit / 10.0));
        return series;
    }

    private static LineSeries Allowed(double end)
    {
        var series = new LineSeries { Title = "limit", Color = OxyColors.Gray, LineStyle = LineStyle.Dash };
        series.Points.Add(new DataPoint(0, Limit));
        series.Points.Add(new DataPoint(end, Limit));
        return series;
    }

    private sealed class Recorder
    {
        private readonly List<(double At, bool Refused)> _answers = [];
        private readonly Stopwatch _watch = Stopwatch.StartNew();

        public IReadOnlyList<(double At, bool Refused)> Answers => _answers;

        public void Add(HttpResponseMessage response)
        {
            lock (_answers)
                _answers.Add((_watch.Elapsed.TotalSeconds, !response.IsSuccessStatusCode));
        }
    }

    private sealed class RecordingHandler(Recorder recorder) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            recorder.Add(response);
            return response;
        }
    }
}
