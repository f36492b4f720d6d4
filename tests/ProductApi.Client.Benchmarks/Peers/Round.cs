using System.Diagnostics;
using System.Text.Json.Serialization;

namespace ProductApi.Client.Benchmarks.Peers;

/// <summary>What some requests cost the process that made them.</summary>
/// <param name="Requests">How many.</param>
/// <param name="Delivered">How many came back as the product asked for.</param>
/// <param name="Seconds">The time it took.</param>
/// <param name="CpuSeconds">User and system time, of all threads.</param>
/// <param name="CpuSecondsSinceStart">The same since the process started.</param>
/// <param name="AllocatedBytes">What was allocated on the heap.</param>
/// <param name="PeakBytes">The largest working set since the process started.</param>
internal sealed record Round(
    int Requests, int Delivered, double Seconds, double CpuSeconds, double CpuSecondsSinceStart, long AllocatedBytes, long PeakBytes)
{
    public static async Task<Round> MeasureAsync(IPeer peer, int requests)
    {
        var ids = Enumerable.Range(1, requests).ToArray();
        GC.Collect();
        var allocatedBefore = GC.GetTotalAllocatedBytes(precise: true);
        var cpuBefore = Environment.CpuUsage.TotalTime;
        var started = Stopwatch.GetTimestamp();

        var delivered = await peer.FetchAsync(ids);

        var elapsed = Stopwatch.GetElapsedTime(started);
        var cpu = Environment.CpuUsage.TotalTime;
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - allocatedBefore;
        using var self = Process.GetCurrentProcess();
        return new Round(
            requests, delivered, elapsed.TotalSeconds, (cpu - cpuBefore).TotalSeconds, cpu.TotalSeconds, allocated, self.PeakWorkingSet64);
    }
}

[JsonSerializable(typeof(Round))]
internal sealed partial class RoundJson : JsonSerializerContext;
