namespace ProductApi.Client.Throttling;

/// <summary>The right to one send. Whoever does not <see cref="Complete"/> it gives it back by disposing of it. A handle to what the item
/// keeps, so that nothing is allocated; the default is no permit.</summary>
internal readonly struct SendPermit : IDisposable
{
    private readonly ThrottleGate? _gate;
    private readonly Item? _item;

    public SendPermit(ThrottleGate gate, Item item)
    {
        (_gate, _item) = (gate, item);
        Number = item.Send.Number;
    }

    /// <summary>The number of the send; 0: no permit.</summary>
    public long Number { get; }

    /// <summary>The address to ask for instead of the item: it was served a moment ago. Null: the send is the item's, or
    /// has ended.</summary>
    public Uri? CanaryAddress => IsOpen ? _item!.Send.CanaryAddress : null;

    private bool IsOpen => Number != 0 && _item!.Send.Number == Number;

    /// <summary>Whether a retry inside the send may leave now.</summary>
    public bool TryRetry() => !IsOpen || _gate!.TryRetry(_item!);

    /// <summary>Takes in how an attempt failed; one that was served is told with <see cref="Complete"/>.</summary>
    public AttemptVerdict OnFailedAttempt(AttemptOutcome outcome, bool timedOut, string? failure) =>
        IsOpen ? _gate!.OnFailedAttempt(_item!, outcome, timedOut, failure) : new AttemptVerdict(outcome, MayRetry: false);

    /// <summary>Ends the send.</summary>
    /// <returns>What the item does next; of no meaning for a canary.</returns>
    /// <exception cref="InvalidOperationException">It has ended before.</exception>
    public NextStep Complete(SendResult result) =>
        IsOpen ? _gate!.OnResult(_item!, result) : throw new InvalidOperationException("The send has ended before.");

    /// <summary>Gives the permit back, unless the send has ended: it tells nothing about the host.</summary>
    public void Dispose()
    {
        if (IsOpen)
            _gate!.Abandon(_item!);
    }
}
