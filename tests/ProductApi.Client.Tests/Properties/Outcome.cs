namespace ProductApi.Client.Tests.Properties;

/// <summary>What came of one call.</summary>
internal sealed class Outcome(int number, Call call)
{
    public int Number => number;

    public Call Call => call;

    public CancellationToken Token { get; set; }

    public List<FetchResult<Product>> Results { get; } = [];

    public TimeSpan Started { get; set; }

    public TimeSpan? Ended { get; set; }

    public bool HasLeft { get; set; }

    public Exception? Exception { get; set; }

    public TimeSpan? SourceThrewAt { get; set; }

    /// <summary>When the caller cancelled; null when the call had ended before.</summary>
    public TimeSpan? CancelledAt { get; set; }

    /// <summary>How many requests of the call the server had seen by then.</summary>
    public int SentWhenCancelled { get; set; }

    public bool IsComplete => Exception is null && !HasLeft;
}
