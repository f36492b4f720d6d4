namespace ProductApi.Client;

/// <summary>The progress of a run.</summary>
/// <remarks>Later versions may add properties.</remarks>
public readonly record struct FetchProgress
{
    /// <summary>The number of ids that have a result.</summary>
    public int Completed => Succeeded + Failed;

    /// <summary>The number of ids that have a product.</summary>
    public int Succeeded { get; init; }

    /// <summary>The number of ids that have an error.</summary>
    public int Failed { get; init; }

    /// <summary>The number of ids in all; <see langword="null"/> when the source does not tell it in advance.</summary>
    public int? Total { get; init; }

    /// <summary>The time since the run started.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>How often the server has pushed back since the run started: with 429, with 503 or with a used-up quota.</summary>
    /// <remarks>Includes the push-backs to other calls of the same client. A refusal that is taken to be about its id alone does not
    /// count.</remarks>
    public int Pushbacks { get; init; }

    /// <summary>The rate to which the client limits itself after push-backs, in requests per second; <see langword="null"/> until the first
    /// push-back and after an outage.</summary>
    public double? Pace { get; init; }

    /// <summary>Whether requests are held because the server rejects the API key that it accepted before (401). They go on when it accepts
    /// the key again or the key is replaced; after <see cref="ProductClientOptions.OutagePatience"/> the run ends.</summary>
    public bool IsHeldForKey { get; init; }
}
