namespace ProductApi.Client.Tests.ServerTable;

/// <summary>Random numbers that follow from their seed alone, on every version of .NET (SplitMix64).</summary>
internal sealed class SeededRandom(params ReadOnlySpan<int> seed)
{
    private const ulong Increment = 0x9E3779B97F4A7C15;

    private long _state = Combine(seed);

    public double NextDouble() => (Mix((ulong)Interlocked.Add(ref _state, unchecked((long)Increment))) >> 11) * (1.0 / (1UL << 53));

    public double Uniform(double low, double high) => low + ((high - low) * NextDouble());

    public double Exponential(double mean) => -mean * Math.Log(1 - NextDouble());

    private static long Combine(ReadOnlySpan<int> seed)
    {
        var state = 0UL;
        foreach (var part in seed)
            state = Mix(state + Increment + (uint)part);
        return (long)state;
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
