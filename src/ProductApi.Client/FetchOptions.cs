namespace ProductApi.Client;

/// <summary>Options of a single call.</summary>
public sealed record class FetchOptions
{
    /// <summary>Receives the progress of the run, about ten times a second at most and once at the end.</summary>
    /// <value>The default is <see langword="null"/>: progress is not reported.</value>
    /// <remarks>Reports come one at a time, on the threads that fetch, so the callback should be short. An exception from it is logged,
    /// ends the reports and has no other effect.</remarks>
    public IProgress<FetchProgress>? Progress { get; init; }

    /// <summary>The largest number of requests in flight for this call. A value above the client's
    /// <see cref="ProductClientOptions.MaxConcurrency"/> has no effect.</summary>
    /// <value>The default is <see langword="null"/>: <see cref="ProductClientOptions.MaxConcurrency"/> of the client.</value>
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

    /// <summary>The longest time the call may take, above zero and up to 24 days. When it has passed, nothing more is sent, requests in
    /// flight are cancelled, and every id without a result gets <see cref="FetchErrorKind.NotAttempted"/>.</summary>
    /// <value>The default is <see langword="null"/>: no limit.</value>
    /// <remarks>Unlike with cancellation, the results so far are kept. Ids that the source yields afterwards get a result too, so the limit
    /// does not end a call whose source is endless.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above zero, or above 24 days.</exception>
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
