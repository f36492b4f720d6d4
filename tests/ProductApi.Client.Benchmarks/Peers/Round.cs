using System.Diagnostics;
using System.Text.Json.Serialization;

namespace ProductApi.Client.Benchmarks.Peers;

/// <summary>What some requests cost the process that made them.</summary>
/// <param name="Requests">How many.</param>
/// <param name="Delivered">How many came back as the product asked for.</param>
/// <param name="Seconds">The time it took.</param>
/// <param name="Cpu">The processor time of all threads.</param>
/// <param name="CpuSinceStart">The same since the process started.</param>
/// <param name="AllocatedBytes">What was allocated on the heap.</param>
/// <param name="PeakBytes">The largest working set since the process started.</param>
internal sealed record Round(
    int Requests, int Delivered, double Seconds, CpuTime Cpu, CpuTime CpuSinceStart, long AllocatedBytes, long PeakBytes)
{
    public static async Task<Round> MeasureAsync(IPeer peer, int requests)
    {
        var ids = Enumerable.Range(1, requests).ToArray();
        GC.Collect();
        var allocatedBefore = GC.GetTotalAllocatedBytes(precise: true);
        var cpuBefore = CpuTime.Now();
        var started = Stopwatch.GetTimestamp();

        var delivered = await peer.FetchAsync(ids);

        var elapsed = Stopwatch.GetElapsedTime(started);
        var cpu = CpuTime.Now();
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - allocatedBefore;
        using var self = Process.GetCurrentProcess();
        return new Round(requests, delivered, elapsed.TotalSeconds, cpu - cpuBefore, cpu, allocated, self.PeakWorkingSet64);
    }
}

/// <summary>Processor time of a process: its own code (the runtime included), and the kernel on its behalf (sockets, above all).</summary>
internal readonly record struct CpuTime(double UserSeconds, double SystemSeconds)
{
    [JsonIgnore]
    public double TotalSeconds => UserSeconds + SystemSeconds;

    public static CpuTime Now()
    {
        var usage = Environment.CpuUsage;
        return new CpuTime(usage.UserTime.TotalSeconds, usage.PrivilegedTime.TotalSeconds);
    }

    public static CpuTime operator -(CpuTime end, CpuTime start) =>
        new(end.UserSeconds - start.UserSeconds, end.SystemSeconds - start.SystemSeconds);
}

[JsonSerializable(typeof(Round))]
internal sealed partial class RoundJson : JsonSerializerContext;
