using ProductApi.Client.Sample.Server;

namespace ProductApi.Client.Sample;

/// <summary>What the command line asks for; null means: not said.</summary>
internal sealed record SampleSettings
{
    public Uri? Url { get; init; }

    public IdList? Ids { get; init; }

    public string? IdsFile { get; init; }

    public int? Concurrency { get; init; }

    public TimeSpan? AttemptTimeout { get; init; }

    public TimeSpan? MaxRetryAfter { get; init; }

    public TimeSpan? OutagePatience { get; init; }

    public TimeSpan? TimeLimit { get; init; }

    public string? Output { get; init; }

    public EarlierOutput EarlierOutput { get; init; }

    public bool Quiet { get; init; }

    public EmbeddedServerSettings Embedded { get; init; } = new();

    /// <summary>Whether standard output carries the JSON lines and nothing else.</summary>
    public bool WritesToStandardOutput => Output == "-";
}

/// <summary>How the embedded server behaves.</summary>
internal sealed record EmbeddedServerSettings
{
    public TimeSpan? Latency { get; init; }

    public FaultMix? Faults { get; init; }

    public Stragglers? Stragglers { get; init; }

    public int? RateLimit { get; init; }

    public bool AnyGiven => Latency is not null || Faults is not null || Stragglers is not null || RateLimit is not null;
}

/// <summary>The share of requests the embedded server fails, and in which ways; null kinds are the server's own choice.</summary>
internal sealed record FaultMix(double Rate, IReadOnlyList<FaultKind>? Kinds);
