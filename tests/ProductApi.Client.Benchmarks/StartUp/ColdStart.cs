using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace ProductApi.Client.Benchmarks.StartUp;

/// <summary>What one cold process took, in seconds.</summary>
/// <param name="First">From the start of the process to its first product.</param>
/// <param name="Total">From the start of the process to its end.</param>
/// <param name="Main">The program itself: building its client and fetching; what a program did not tell is null.</param>
/// <param name="Fetch">Fetching alone.</param>
/// <param name="Cpu">User and system time of the whole process.</param>
internal sealed partial record ColdStart(double First, double Total, double? Main, double? Fetch, double? Cpu)
{
    public static async Task<ColdStart> MeasureAsync(ProcessStartInfo start, CancellationToken cancellationToken)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        var last = await process.StandardOutput.ReadLineAsync(cancellationToken);
        var first = Stopwatch.GetElapsedTime(started);
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
            last = line;
        await process.WaitForExitAsync(cancellationToken);
        var total = Stopwatch.GetElapsedTime(started);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{start.FileName} ended with {process.ExitCode}: {await errors}");

        // The sample writes products, and how long they took into its summary; the bare programs what their own clocks say.
        if (last!.StartsWith('{'))
        {
            var fetching = Elapsed().Match(await errors).Groups[1].Value;
            return new ColdStart(first.TotalSeconds, total.TotalSeconds, null, Seconds(fetching), null);
        }

        var told = last.Split(' ');
        return new ColdStart(first.TotalSeconds, total.TotalSeconds, Seconds(told[0]), Seconds(told[1]), Seconds(told[2]));

        static double Seconds(string text) => double.Parse(text, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"elapsed\s+([0-9.]+) s")]
    private static partial Regex Elapsed();
}
