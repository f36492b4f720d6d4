namespace ProductApi.Client;

/// <summary>How far a run has come.</summary>
/// <remarks>Fields may be added in later versions; make instances with an object initializer.</remarks>
public readonly record struct FetchProgress
{
    /// <summary>How many ids have a result.</summary>
    public int Completed => Succeeded + Failed;

    /// <summary>How many ids have a product.</summary>
    public int Succeeded { get; init; }

    /// <summary>How many ids ended with an error.</summary>
    public int Failed { get; init; }

    /// <summary>How many ids there are in all; <see langword="null"/> when the source does not tell before it ends.</summary>
    public int? Total { get; init; }

    /// <summary>The time since the run started.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>How often the server has pushed back since the run started: by 429, by 503 or by a used-up quota. Other calls of the same
    /// client count too: they share what is learned.</summary>
    public int Pushbacks { get; init; }

    /// <summary>The rate that was learned from push-backs, in requests per second; <see langword="null"/> until the first one and after an
    /// outage.</summary>
    public double? Pace { get; init; }
}
