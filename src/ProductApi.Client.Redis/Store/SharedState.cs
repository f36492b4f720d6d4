using ProductApi.Client.Throttling;

namespace ProductApi.Client.Redis.Store;

/// <summary>A copy of what the store holds of one limit: the learned parts, and what is counted for all. Times are seconds of the process's
/// own clock.</summary>
internal sealed record SharedState
{
    public PaceState Pace { get; set; } = new();

    public CycleState Cycle { get; set; } = new();

    public NoiseState Noise { get; set; } = new();

    public WindowState Window { get; set; } = new();

    public AnnouncedState Announced { get; set; } = new();

    public Opening Opening { get; set; }

    /// <summary>Grows with every put; a state that was lost and made anew is newer than any before.</summary>
    public StateNumber Version { get; set; }

    /// <summary>The number of the cycle: what was granted in an older one is void.</summary>
    public StateNumber Epoch { get; set; }

    public double? QuotaLeft { get; set; }

    public double QuotaReset { get; set; }

    /// <summary>The last number granted.</summary>
    public long Sequence { get; set; }

    /// <summary>The highest number answered.</summary>
    public long Last { get; set; }

    public double LastServed { get; set; } = double.NegativeInfinity;

    public double SentAt { get; set; } = double.NegativeInfinity;

    /// <summary>Until then a probe is on its way.</summary>
    public double AloneUntil { get; set; } = double.NegativeInfinity;

    public double RampAt { get; set; }

    public long RampSequence { get; set; }

    public long Served { get; set; }
}

/// <summary>A number that only grows, also when the store has lost its state.</summary>
/// <param name="Born">When the state was made, in microseconds of the store's clock.</param>
/// <param name="Count">The number.</param>
internal readonly record struct StateNumber(long Born, long Count) : IComparable<StateNumber>
{
    public int CompareTo(StateNumber other) => Born != other.Born ? Born.CompareTo(other.Born) : Count.CompareTo(other.Count);

    public override string ToString() => FormattableString.Invariant($"{Born}:{Count}");
}

/// <summary>The host is down: until then, openings in a row; none where that is 0.</summary>
internal readonly record struct Opening(double Until, long Count);
