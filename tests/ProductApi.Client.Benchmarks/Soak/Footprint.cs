using System.Diagnostics;
using System.Globalization;

namespace ProductApi.Client.Benchmarks.Soak;

/// <summary>What this process holds at one moment.</summary>
internal sealed record Footprint(double WorkingSetMegabytes, double HeapMegabytes, int Handles, int Sockets, int Threads)
{
    private const double Megabyte = 1024 * 1024;

    public static string Heading => "| working set MB | heap MB | handles | sockets | threads |";

    public static Footprint Read()
    {
        using var process = Process.GetCurrentProcess();
        var handles = Directory.GetFiles("/proc/self/fd");
        return new Footprint(
            process.WorkingSet64 / Megabyte, GC.GetTotalMemory(forceFullCollection: false) / Megabyte,
            handles.Length, handles.Count(IsSocket), process.Threads.Count);
    }

    /// <summary>After everything nobody holds has been given back; also lets tasks whose exception nobody saw report it.</summary>
    public static Footprint ReadAtRest()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return Read();
    }

    /// <summary>What has grown beyond what the runtime itself varies by.</summary>
    public IEnumerable<string> GrowthSince(Footprint start)
    {
        if (WorkingSetMegabytes > (1.25 * start.WorkingSetMegabytes) + 10)
            yield return $"the working set grew from {start.WorkingSetMegabytes:0} to {WorkingSetMegabytes:0} MB";
        if (HeapMegabytes > (1.25 * start.HeapMegabytes) + 2)
            yield return $"the heap grew from {start.HeapMegabytes:0.0} to {HeapMegabytes:0.0} MB";
        if (Handles > start.Handles + 10)
            yield return $"handles grew from {start.Handles} to {Handles}";
        if (Sockets > start.Sockets + 5)
            yield return $"sockets grew from {start.Sockets} to {Sockets}";
        if (Threads > start.Threads + 10)
            yield return $"threads grew from {start.Threads} to {Threads}";
    }

    public string RatioTo(Footprint start)
    {
        return $"| {Ratio(WorkingSetMegabytes, start.WorkingSetMegabytes)} | {Ratio(HeapMegabytes, start.HeapMegabytes)} "
            + $"| {Ratio(Handles, start.Handles)} | {Ratio(Sockets, start.Sockets)} | {Ratio(Threads, start.Threads)} |";

        static string Ratio(double end, double start) => (end / start).ToString("0.00", CultureInfo.InvariantCulture);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"| {WorkingSetMegabytes:0} | {HeapMegabytes:0.0} | {Handles} | {Sockets} | {Threads} |");

    private static bool IsSocket(string handle) =>
        new FileInfo(handle).LinkTarget is { } target && target.StartsWith("socket:", StringComparison.Ordinal);
}
