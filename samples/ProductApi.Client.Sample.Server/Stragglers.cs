using System.ComponentModel;
using System.Globalization;

namespace ProductApi.Client.Sample.Server;

/// <summary>Some requests take much longer than the others, whatever their id.</summary>
/// <param name="Share">The share of requests, 0 to 1.</param>
/// <param name="Time">How long each of them takes, at most one hour.</param>
[TypeConverter(typeof(Converter))]
public sealed record Stragglers(double Share, TimeSpan Time)
{
    private const double MostSeconds = 3600;

    /// <summary>Reads <c>SHARE:SECONDS</c>, such as <c>0.01:5</c>.</summary>
    /// <exception cref="FormatException">The text is something else.</exception>
    public static Stragglers Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split(':') is [var share, var seconds]
            ? new Stragglers(Number(share, most: 1), TimeSpan.FromSeconds(Number(seconds, MostSeconds)))
            : throw new FormatException($"'{text}' is not a share of requests and a number of seconds, such as 0.01:5.");
    }

    private static double Number(string text, double most) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= 0 && number <= most
            ? number
            : throw new FormatException(string.Create(
                CultureInfo.InvariantCulture, $"'{text}' is not a number from 0 to {most}, with a point for decimals."));

    /// <summary>For configuration, which can tell a value of more than one part as text only.</summary>
    private sealed class Converter : TypeConverter
    {
        public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) => sourceType == typeof(string);

        public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) => Parse((string)value);
    }
}
