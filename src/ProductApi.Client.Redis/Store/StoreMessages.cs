using ProductApi.Client.Throttling;

namespace ProductApi.Client.Redis.Store;

/// <summary>What a process has seen since its last call. Numbers are the store's, times of the process's own clock.</summary>
internal sealed record MemberReport(string Member, int MaxConcurrency)
{
    /// <summary>The epoch <see cref="Answered"/> and <see cref="Refused"/> belong to; null while on its own.</summary>
    public StateNumber? Epoch { get; init; }

    /// <summary>Grants that are held and granted sends in flight; null while a call is on its way that may bring some. A count, not a
    /// change: what a lost report has told is told again by the next.</summary>
    public int? Held { get; init; }

    /// <summary>Sends without a grant.</summary>
    public int Free { get; init; }

    /// <summary>Attempts served.</summary>
    public int Served { get; init; }

    public double ServedAt { get; init; }

    /// <summary>The highest number answered; 0: none.</summary>
    public long Answered { get; init; }

    public IReadOnlyList<RefusedSend> Refused { get; init; } = [];

    public QuotaSeen? Quota { get; init; }

    /// <summary>What a state starts from that the store has lost.</summary>
    public Seed? Seed { get; init; }
}

/// <summary>A granted send that was refused.</summary>
/// <param name="Number">Its number.</param>
/// <param name="IsRated">Whether by a 429 that announced nothing.</param>
internal readonly record struct RefusedSend(long Number, bool IsRated);

internal readonly record struct QuotaSeen(double Left, double Reset);

internal readonly record struct Seed(double Rate, double Ceiling, double Noise, double Judged);

/// <summary>A report, and how many sends are wanted.</summary>
internal sealed record TakeRequest(MemberReport Report, int Want, bool IsProbe);

internal sealed record TakeReply(SharedState State)
{
    public required int Members { get; init; }

    /// <summary>What all members may have in flight together.</summary>
    public required int Cap { get; init; }

    /// <summary>Whether the fleet is still starting slowly.</summary>
    public required bool IsRamping { get; init; }

    /// <summary>Seconds after which to ask again, where nothing was granted.</summary>
    public required double Retry { get; init; }

    /// <summary>Seconds over which the members spread what they ask again.</summary>
    public required double Spread { get; init; }

    /// <summary>Whether the one grant is a look into an announced wait.</summary>
    public required bool IsLook { get; init; }

    /// <summary>The number of the first grant; the others follow it.</summary>
    public required long First { get; init; }

    /// <summary>When each granted send may leave.</summary>
    public required IReadOnlyList<double> Times { get; init; }
}

/// <summary>A report, and parts that are to replace those of a version. Null: stays as it is.</summary>
internal sealed record PutRequest(MemberReport Report, StateNumber Version)
{
    public Evidence? Evidence { get; init; }

    public AnnouncedState? Announced { get; init; }

    public Opening? Opening { get; init; }
}

/// <summary>The parts that are replaced together.</summary>
internal sealed record Evidence(PaceState Pace, CycleState Cycle, NoiseState Noise, WindowState Window);

/// <param name="IsCurrent">Whether the parts were taken: nobody was faster.</param>
/// <param name="State">The state after it.</param>
internal sealed record PutReply(bool IsCurrent, SharedState State);
