namespace ProductApi.Client.Throttling;

/// <summary>One request that the gate let through.</summary>
/// <param name="Number">Counts the sends of the client; 0: none.</param>
/// <param name="LeftAt">When its last attempt left.</param>
/// <param name="Attempts">Attempts so far.</param>
/// <param name="CanaryAddress">Asked for instead of the item: it was served a moment ago. Null: the send is the item's.</param>
/// <param name="IsLook">It left inside an announced wait, to find out whether that is true.</param>
/// <param name="LeftWhileDown">The circuit was open when the last attempt left.</param>
internal readonly record struct Send(long Number, double LeftAt, int Attempts, Uri? CanaryAddress, bool IsLook, bool LeftWhileDown)
{
    /// <summary>Its number was given by a store that several processes share.</summary>
    public bool IsGranted { get; init; }

    /// <summary>It left while the limit was shared.</summary>
    public bool IsShared { get; init; }

    public bool IsCanary => CanaryAddress is not null;

    /// <summary>When the host decided on the answer that arrives now: who left later was decided upon later.</summary>
    public double DecidedAt(double now) => (LeftAt + now) / 2;
}
