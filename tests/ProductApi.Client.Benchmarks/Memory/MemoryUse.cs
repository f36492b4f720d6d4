using System.Text.Json.Serialization;

namespace ProductApi.Client.Benchmarks.Memory;

/// <summary>What a process had needed when its work was done.</summary>
/// <param name="Seconds">The time it took.</param>
/// <param name="PeakBytes">The largest working set.</param>
/// <param name="LiveBytes">What was still reachable at the end: the results, where they are kept.</param>
internal sealed record MemoryUse(double Seconds, long PeakBytes, long LiveBytes);

[JsonSerializable(typeof(MemoryUse))]
internal sealed partial class MemoryJson : JsonSerializerContext;
