using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace ProductApi.Client.Benchmarks.Peers;

/// <summary>The CPU time of a request as bars, beside the one written by hand.</summary>
internal static class PeersPicture
{
    public static void Draw(string file, IReadOnlyList<(string Label, double Ratio)> bars)
    {
        var plot = new PlotModel
        {
            Title = $"Client CPU per request; 1.0 is {bars[0].Label}",
            TitleFontSize = 14,
            DefaultFont = "Helvetica, Arial, sans-serif",
            Background = OxyColors.White,
            Padding = new OxyThickness(8, 20, 24, 8),

            // Measured text comes out too narrow: the longest name would be cut off.
            PlotMargins = new OxyThickness(220, double.NaN, double.NaN, double.NaN),
        };
        var names = new CategoryAxis { Position = AxisPosition.Left, GapWidth = 0.5, StartPosition = 1, EndPosition = 0, MajorStep = 1 };
        var series = new BarSeries
        {
            LabelFormatString = "{0:0.00}",
            LabelPlacement = LabelPlacement.Inside,
            LabelMargin = 8,
            TextColor = OxyColors.White,
        };
        foreach (var (label, ratio) in bars)
        {
            names.Labels.Add(label);
            series.Items.Add(new BarItem(ratio)
            {
                Color = label.StartsWith("this library", StringComparison.Ordinal) ? OxyColors.SteelBlue : OxyColors.Gray,
            });
        }

        plot.Axes.Add(names);
        plot.Axes.Add(new LinearAxis { Position = AxisPosition.Bottom, Minimum = 0, MajorGridlineStyle = LineStyle.Dot });
        plot.Series.Add(series);
        using var stream = File.Create(file);
        new SvgExporter { Width = 900, Height = 60 + (36 * bars.Count) }.Export(plot, stream);
    }
}
