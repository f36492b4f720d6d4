using System.CommandLine.Parsing;
using System.Globalization;

using ProductApi.Client.Sample.Server;

namespace ProductApi.Client.Sample;

/// <summary>Reads the values of options; every message says what was written and what is expected.</summary>
internal static class OptionValues
{
    private static readonly Dictionary<string, FaultKind> FaultNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["500"] = FaultKind.Status500,
        ["502"] = FaultKind.Status502,
        ["503"] = FaultKind.Status503,
        ["abort"] = FaultKind.Abort,
        ["truncate"] = FaultKind.Truncate,
        ["stall"] = FaultKind.Stall,
        ["json"] = FaultKind.InvalidJson,
        ["surrogate"] = FaultKind.HalfSurrogate,
    };

    /// <summary>Makes an option's parser of a function that throws <see cref="FormatException"/>.</summary>
    public static Func<ArgumentResult, T?> Using<T>(string option, Func<string, T> parse) => argument =>
    {
        if (argument.Tokens is not [var token])
            return default;

        try
        {
            return parse(token.Value);
        }
        catch (FormatException exception)
        {
            argument.AddError($"{option}: {exception.Message}");
            return default;
        }
    };

    public static Uri Address(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp)
            ? url
            : throw new FormatException("this is not an absolute http or https address, such as https://api.example.com/v1.");

    public static string FileName(string text) => text.Length > 0 ? text : throw new FormatException("the file's name is empty.");

    public static int? WholeNumber(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException($"'{text}' is not a whole number.");

    public static int? PositiveNumber(string text) =>
        WholeNumber(text) is > 0 and var number ? number : throw new FormatException($"'{text}' is not above 0.");

    public static TimeSpan? Seconds(string text) => TimeSpan.FromSeconds(Decimal(text, "seconds", most: 24 * 86_400));

    public static TimeSpan? PositiveSeconds(string text) =>
        Seconds(text) is { Ticks: > 0 } time ? time : throw new FormatException($"'{text}' is not above 0.");

    public static TimeSpan? Milliseconds(string text) => TimeSpan.FromMilliseconds(Decimal(text, "milliseconds", most: 3_600_000));

    public static FaultMix Faults(string text)
    {
        var parts = text.Split(':', 2);
        var rate = Decimal(parts[0], "share of requests", most: 1);
        return new FaultMix(rate, parts.Length == 1 ? null : [.. parts[1].Split(',', StringSplitOptions.TrimEntries).Select(Fault)]);
    }

    private static FaultKind Fault(string name) =>
        FaultNames.TryGetValue(name, out var kind)
            ? kind
            : throw new FormatException($"'{name}' is no kind of fault. Choose among {string.Join(", ", FaultNames.Keys)}.");

    private static double Decimal(string text, string unit, double most) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= 0 && number <= most
            ? number
            : throw new FormatException(string.Create(
                CultureInfo.InvariantCulture, $"'{text}' is not a number from 0 to {most} ({unit}), with a point for decimals."));
}
