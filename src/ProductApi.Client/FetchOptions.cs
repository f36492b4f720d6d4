namespace ProductApi.Client;

/// <summary>What one call may set for itself. Everything is optional; nothing here needs tuning.</summary>
public sealed record class FetchOptions
{
    /// <summary>Receives how far the run has come: at most about ten times a second, and once more at its end.</summary>
    /// <value>The default is <see langword="null"/>: nobody is told.</value>
    /// <remarks>Reports come one at a time, on the threads that fetch: keep the callback short. What it throws is logged and
    /// does not hurt the run.</remarks>
    public IProgress<FetchProgress>? Progress { get; init; }

    /// <summary>A smaller cap of requests in flight for this call only.</summary>
    /// <value>The default is <see langword="null"/>: the client's <see cref="ProductClientOptions.MaxConcurrency"/>. A larger value than
    /// that has no effect.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is zero or negative.</exception>
    public int? MaxConcurrency
    {
        get;
        init
        {
            if (value is { } cap)
                ArgumentOutOfRangeException.ThrowIfNegativeOrZero(cap, nameof(MaxConcurrency));
            field = value;
        }
    }

    /// <summary>How long the call may take. Afterwards nothing is sent and what is in flight is cancelled; ids without a result come back
    /// as <see cref="FetchErrorKind.NotAttempted"/>. Unlike with cancellation, the results so far are kept.</summary>
    /// <remarks>Ids that the source still yields get a result too: an endless source does not end with the limit.</remarks>
    /// <value>The default is <see langword="null"/>: no limit.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is zero, negative or above 24 days.</exception>
    public TimeSpan? TimeLimit
    {
        get;
        init
        {
            if (value is { } limit)
            {
                ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(limit, TimeSpan.Zero, nameof(TimeLimit));
                ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, TimeSpan.FromDays(24), nameof(TimeLimit));
            }

            field = value;
        }
    }
}
