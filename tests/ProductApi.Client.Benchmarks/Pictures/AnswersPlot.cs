using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace ProductApi.Client.Benchmarks.Pictures;

/// <summary>Answers over time, drawn as SVG.</summary>
internal sealed class AnswersPlot
{
    private const double Window = 0.5;

    private readonly PlotModel _plot;

    public AnswersPlot(string title, string y, double mostY)
    {
        _plot = new PlotModel
        {
            Title = title,
            TitleFontSize = 14,
            DefaultFont = "Helvetica, Arial, sans-serif",
            Background = OxyColors.White,
            Padding = new OxyThickness(8, 20, 8, 8),
        };
        _plot.Legends.Add(new Legend
        {
            LegendPosition = LegendPosition.BottomCenter,
            LegendPlacement = LegendPlacement.Outside,
            LegendOrientation = LegendOrientation.Horizontal,
            LegendColumnSpacing = 60,
        });
        _plot.Axes.Add(new LinearAxis { Position = AxisPosition.Bottom, Title = "seconds", Minimum = 0 });
        _plot.Axes.Add(new LinearAxis { Position = AxisPosition.Left, Title = y, Minimum = 0, Maximum = mostY });
    }

    /// <summary>Answers per second, from the seconds at which they came.</summary>
    public void AddRate(string title, OxyColor color, IEnumerable<double> answers)
    {
        var series = new LineSeries { Title = title, Color = color };
        foreach (var window in answers.GroupBy(at => (int)(at / Window)).OrderBy(window => window.Key))
            series.Points.Add(new DataPoint((window.Key + 0.5) * Window, window.Count() / Window));
        _plot.Series.Add(series);
    }

    /// <summary>All answers so far, from the seconds at which they came.</summary>
    public void AddSum(string title, OxyColor color, IEnumerable<double> answers)
    {
        var series = new LineSeries { Title = title, Color = color };
        foreach (var (number, at) in answers.Order().Index())
            series.Points.Add(new DataPoint(at, number + 1));
        _plot.Series.Add(series);
    }

    /// <summary>A mark for each refusal, all at one height.</summary>
    public void AddRefusals(string title, OxyColor color, IEnumerable<double> refusals, double height)
    {
        var series = new ScatterSeries { Title = title, MarkerType = MarkerType.Triangle, MarkerFill = color, MarkerSize = 5 };
        series.Points.AddRange(refusals.Select(at => new ScatterPoint(at, height)));
        _plot.Series.Add(series);
    }

    public void AddLimit(double limit, double end)
    {
        var series = new LineSeries { Title = "limit", Color = OxyColors.Gray, LineStyle = LineStyle.Dash };
        series.Points.Add(new DataPoint(0, limit));
        series.Points.Add(new DataPoint(end, limit));
        _plot.Series.Add(series);
    }

    public void Save(string file)
    {
        using var stream = File.Create(file);
        new SvgExporter { Width = 900, Height = 360 }.Export(_plot, stream);
    }
}
