using System.Globalization;

namespace ProductApi.Client.Benchmarks.Reporting;

/// <summary>The median of some measurements, and between what they lay.</summary>
internal sealed record Spread(double Least, double Median, double Most)
{
    public static Spread Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return new Spread(sorted[0], (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2, sorted[^1]);
    }

    public string ToText(string format)
    {
        return $"{Text(Median)} ({Text(Least)}-{Text(Most)})";

        string Text(double value) => value.ToString(format, CultureInfo.InvariantCulture);
    }
}
