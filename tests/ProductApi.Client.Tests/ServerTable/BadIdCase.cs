using ProductApi.Client.Tests.ServerTable.Servers;

namespace ProductApi.Client.Tests.ServerTable;

/// <summary>Ids of which some are bad: they always get an answer of their own, or answers that announce what is not true.</summary>
internal sealed record BadIdCase(string Name)
{
    /// <summary>The bad ids of so many and what each of them gets; null: nothing, ever.</summary>
    public Func<int, IReadOnlyDictionary<int, ServerAnswer?>> Answers { get; init; } = _ => new Dictionary<int, ServerAnswer?>();

    /// <summary>The ids of so many whose served answers carry a quota that does not exist.</summary>
    public Func<int, IReadOnlyDictionary<int, RateLimitFields>> Lies { get; init; } = _ => new Dictionary<int, RateLimitFields>();

    /// <summary>The most seconds that the bad ids cost a run.</summary>
    public required double MostSeconds { get; init; }

    /// <summary>The most seconds that they cost the good ids, where that is far less.</summary>
    public double? MostOthersSeconds { get; init; }

    /// <summary>What the bad ids cost the reference when they come first, in each of <see cref="BadIdSetting.Front"/>.</summary>
    public required double[] Front { get; init; }

    /// <summary>What they cost the reference in each of <see cref="BadIdSetting.Few"/>.</summary>
    public required double[] Few { get; init; }

    public ServerFactory Server(BadIdSetting setting) => CreateServer(Answers(setting.Count), Lies(setting.Count), setting);

    /// <summary>The same with the bad ids in front of all others, before anything was served.</summary>
    public BadIdCase InFront() => this with
    {
        Answers = count => MovedToFront(Answers(count)),
        Lies = count => Lies(count) is { Count: <= 2 } few ? MovedToFront(few) : Lies(count),
    };

    public override string ToString() => Name;

    public static ServerFactory CreateServer(
        IReadOnlyDictionary<int, ServerAnswer?> answers, IReadOnlyDictionary<int, RateLimitFields> lies, BadIdSetting setting) =>
        (clock, random) => new BadIds(clock, random, new NoLimit(clock, random) { Latency = setting.Latency })
        {
            Answers = answers,
            Lie = item => lies.GetValueOrDefault(item),
        };

    private static Dictionary<int, T> MovedToFront<T>(IReadOnlyDictionary<int, T> items) =>
        items.OrderBy(item => item.Key).Select((item, position) => (position, item.Value)).ToDictionary();
}

/// <summary>How many ids are asked for, how many at once, how long each takes (seconds), and the network's jitter.</summary>
internal sealed record BadIdSetting(int Count, int MaxConcurrency, double Latency, double Jitter = 0.001)
{
    public static readonly BadIdSetting[] Usual =
    [
        new(300, 8, 0.02), new(300, 8, 0.2), new(300, 20, 0.02), new(300, 20, 0.2),
        new(2000, 8, 0.02), new(2000, 8, 0.2), new(2000, 20, 0.02), new(2000, 20, 0.2),
    ];

    public static readonly BadIdSetting[] Front = [new(300, 8, 0.02), new(300, 20, 0.2), new(100, 3, 0.02)];

    public static readonly BadIdSetting[] Few =
    [
        new(50, 1, 0.2), new(50, 2, 0.02), new(50, 3, 0.2), new(24, 20, 0.2), new(300, 8, 0.02, Jitter: 0.02),
    ];
}
