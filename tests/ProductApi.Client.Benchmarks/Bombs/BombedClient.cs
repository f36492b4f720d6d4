using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace ProductApi.Client.Benchmarks.Bombs;

/// <summary>A client with default settings against the bombs, alone in its process, so that the process' memory is its own.</summary>
internal static class BombedClient
{
    private const int Count = 200;

    /// <summary>Writes one line of JSON: a <see cref="BombRun"/>.</summary>
    public static async Task RunAsync(Uri server, TextWriter output, CancellationToken cancellationToken)
    {
        var services = new ServiceCollection();
        services.AddProductClient(options =>
        {
            options.BaseAddress = server;
            options.ApiKey = "any";
        });
        await using var provider = services.BuildServiceProvider();
        var before = PeakWorkingSet();

        var watch = Stopwatch.StartNew();
        var products = provider.GetRequiredService<IProductClient>();
        var results = await products.FetchManyAsync(Enumerable.Repeat(7, Count), cancellationToken: cancellationToken);
        var elapsed = watch.Elapsed;

        var kinds = results.GroupBy(result => result.Error?.Kind.ToString() ?? "products").Select(group => $"{group.Count()} {group.Key}");
        var run = new BombRun(
            string.Join(", ", kinds), elapsed.TotalSeconds, before, PeakWorkingSet(), GC.GetTotalAllocatedBytes());
        await output.WriteLineAsync(JsonSerializer.Serialize(run, BombJson.Default.BombRun));
    }

    // The kernel's own high-water mark (VmHWM) where it has one: a peak between two looks is not missed.
    private static long PeakWorkingSet()
    {
        const string HighWaterMark = "VmHWM:";
        if (!OperatingSystem.IsLinux())
            return Process.GetCurrentProcess().PeakWorkingSet64;

        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith(HighWaterMark, StringComparison.Ordinal));
        return 1024 * long.Parse(line[HighWaterMark.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
    }
}
