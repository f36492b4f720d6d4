namespace ProductApi.Client.Tests.Properties;

/// <summary>One sample: how the client is set up, what the server does, what the callers do.</summary>
internal sealed record Plan
{
    public required Call[] Calls { get; init; }

    public int MaxConcurrency { get; init; } = 4;

    public int MaxRetryAttempts { get; init; } = 3;

    /// <summary>Seconds.</summary>
    public int MaxRetryAfter { get; init; } = 30;

    /// <summary>Seconds.</summary>
    public int OutagePatience { get; init; } = 20;

    /// <summary>Seconds.</summary>
    public int AttemptTimeout { get; init; } = 5;

    /// <summary>Each id has one of these; what is not scripted is served.</summary>
    public Script[] Scripts { get; init; } = [];

    public Outage[] Outages { get; init; } = [];

    public Reply ReplyTo(int id, int attempt, int now)
    {
        if (Outages.FirstOrDefault(outage => now >= outage.From && now < outage.From + outage.Length) is { } outage)
            return new Reply(outage.Fate);

        if (Scripts.Length == 0 || Scripts[id % Scripts.Length] is not { Replies.Length: > 0 } script)
            return new Reply(Fate.Product);

        if (attempt <= script.Replies.Length)
            return script.Replies[attempt - 1];

        return script.Repeats ? script.Replies[^1] : new Reply(Fate.Product);
    }

    public override string ToString() =>
        $"""
        MaxConcurrency {MaxConcurrency}, MaxRetryAttempts {MaxRetryAttempts}
        MaxRetryAfter {MaxRetryAfter} s, OutagePatience {OutagePatience} s, AttemptTimeout {AttemptTimeout} s
        {Lines(Scripts)}{Lines(Outages)}{Lines(Calls)}
        """;

    private static string Lines<T>(T[] items) => string.Concat(items.Select(item => item + "\n"));
}

/// <summary>The replies to one id, one after the other; the last one for ever, if it repeats.</summary>
internal sealed record Script(Reply[] Replies, bool Repeats)
{
    public override string ToString() => $"script [{string.Join(", ", Replies.AsEnumerable())}]{(Repeats ? " for ever" : "")}";
}

/// <summary>One reply: after so many milliseconds, the second half of its body after so many more.</summary>
internal sealed record Reply(
    Fate Fate, int Latency = 50, int BodyTime = 0, Announcement? RetryAfter = null, (int Left, int Reset)? Quota = null);

/// <summary>For a while everybody gets the same.</summary>
internal sealed record Outage(int From, int Length, Fate Fate);
