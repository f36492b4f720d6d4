using System.Text.Json.Serialization;

namespace ProductApi.Client.Benchmarks.Bombs;

/// <summary>What became of a client whose every answer is a bomb.</summary>
/// <param name="Results">How many results of each kind.</param>
/// <param name="Seconds">The time it took.</param>
/// <param name="BeforeBytes">The largest working set before the first request.</param>
/// <param name="PeakBytes">The largest working set at the end.</param>
/// <param name="AllocatedBytes">What was allocated on the heap.</param>
internal sealed record BombRun(string Results, double Seconds, long BeforeBytes, long PeakBytes, long AllocatedBytes);

[JsonSerializable(typeof(BombRun))]
internal sealed partial class BombJson : JsonSerializerContext;
