using Microsoft.Extensions.Options;

namespace ProductApi.Client.Sample.Server;

/// <summary>How the local Product API behaves. Read once, when the server starts.</summary>
public sealed class ProductServerOptions
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromHours(1);

    /// <summary>The port on 127.0.0.1. Default 0: any free port.</summary>
    public int Port { get; set; }

    /// <summary>The bearer key a request must carry. Default <c>sample-key</c>.</summary>
    public string ApiKey { get; set; } = "sample-key";

    /// <summary>Ids 1 to this number exist; any other is answered 404. Default 500.</summary>
    public int ProductCount { get; set; } = 500;

    /// <summary>How long an answer takes. Default 200 ms, at most one hour.</summary>
    public TimeSpan Latency { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>A uniformly drawn time from zero to this is added to the latency. Default none, at most one hour.</summary>
    public TimeSpan Jitter { get; set; }

    /// <summary>Requests that take a time of their own instead of the latency. Default none.</summary>
    public Stragglers? Stragglers { get; set; }

    /// <summary>The share of requests, 0 to 1, that fail. Default 0.</summary>
    public double FaultRate { get; set; }

    /// <summary>The ways to fail, drawn with equal chance. Default 500, 502, aborted and truncated.</summary>
    public IReadOnlyList<FaultKind> FaultKinds { get; set; } =
        [FaultKind.Status500, FaultKind.Status502, FaultKind.Abort, FaultKind.Truncate];

    /// <summary>The seed of every draw: the same seed gives the same delays and faults in order of arrival. Default 1.</summary>
    public int Seed { get; set; } = 1;

    /// <summary>The rate limit of the whole server. Default none.</summary>
    public RateLimitOptions? RateLimit { get; set; }

    internal void Validate()
    {
        var failures = Failures().Concat(RateLimit?.Failures() ?? []).ToList();
        if (failures.Count > 0)
            throw new OptionsValidationException(Options.DefaultName, typeof(ProductServerOptions), failures);
    }

    private IEnumerable<string> Failures()
    {
        if (Port is < 0 or > 65535)
            yield return "Port must be between 0 and 65535.";
        if (string.IsNullOrWhiteSpace(ApiKey))
            yield return "ApiKey must not be empty.";
        if (ProductCount < 1)
            yield return "ProductCount must be at least 1.";
        if (!IsDelay(Latency))
            yield return $"Latency must be between 00:00:00 and {LongestDelay}.";
        if (!IsDelay(Jitter))
            yield return $"Jitter must be between 00:00:00 and {LongestDelay}.";
        if (Stragglers is { Share: not (>= 0 and <= 1) })
            yield return "The share of Stragglers must be between 0 and 1.";
        if (Stragglers is not null && !IsDelay(Stragglers.Time))
            yield return $"The time of Stragglers must be between 00:00:00 and {LongestDelay}.";
        if (FaultRate is not (>= 0 and <= 1))
            yield return "FaultRate must be between 0 and 1.";
        if (FaultRate > 0 && FaultKinds.Count == 0)
            yield return "FaultKinds must not be empty when FaultRate is above 0.";
        if (!FaultKinds.All(Enum.IsDefined))
            yield return $"FaultKinds must be among {string.Join(", ", Enum.GetNames<FaultKind>())}.";
    }

    private static bool IsDelay(TimeSpan value) => value >= TimeSpan.Zero && value <= LongestDelay;
}
