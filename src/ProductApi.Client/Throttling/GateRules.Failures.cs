namespace ProductApi.Client.Throttling;

/// <content>What follows from a failed attempt.</content>
internal partial class GateRules
{
    /// <summary>Takes in how an attempt failed.</summary>
    /// <param name="now">The time.</param>
    /// <param name="item">Whose attempt it was.</param>
    /// <param name="outcome">Neither served nor hopeless.</param>
    /// <param name="timedOut">Whether it took longer than AttemptTimeout.</param>
    /// <param name="failure">For people.</param>
    /// <param name="isOutage">Whether it opens the circuit.</param>
    public virtual AttemptVerdict OnFailedAttempt(
        double now, Item item, AttemptOutcome outcome, bool timedOut, string? failure, out bool isOutage)
    {
        isOutage = false;
        var send = item.Send;
        var isExtra = IsExtra(item, send);
        if (outcome == AttemptOutcome.Inaccessible && !_health.WasServed)
        {
            return _health.IsInaccessible(_inFlight)
                ? new AttemptVerdict(AttemptOutcome.Hopeless, MayRetry: false)
                : new AttemptVerdict(AttemptOutcome.Unreachable, MayRetry: send.Attempts < _maxAttempts);
        }

        if (outcome == AttemptOutcome.Disconnected)
            outcome = _health.IsServing(now) ? AttemptOutcome.Unreachable : AttemptOutcome.Faulted;
        if (!isExtra)
            LowerLimit(now, item, outcome, timedOut);
        if (outcome == AttemptOutcome.Inaccessible)
            outcome = AttemptOutcome.Unreachable;
        isOutage = _health.OnFailure(now, outcome, failure);
        if (isOutage)
            _rate.Forget(now);
        if (isExtra)
            return new AttemptVerdict(outcome, MayRetry: false);

        // What a sick host may have caused costs the item half.
        var isProbe = _health.IsDown && (send.LeftWhileDown || _blame.Witness is null);
        if (outcome == AttemptOutcome.Faulted)
            item.InTrouble().OnError(isProbe ? 0.5 : 1);
        // Out of reach while others are served: it asks the gate again, so that its back-off takes nobody's place in flight.
        var mayRetry = (outcome == AttemptOutcome.Faulted || (outcome == AttemptOutcome.Unreachable && !_health.IsServing(now)))
            && !_health.IsDown
            && send.Attempts < _maxAttempts
            && !IsUsedUp(item)
            && !(timedOut && IsSuspect(now, item));
        return new AttemptVerdict(outcome, mayRetry);
    }

    private void LowerLimit(double now, Item item, AttemptOutcome outcome, bool timedOut)
    {
        var leftAt = item.Send.LeftAt;
        if (timedOut)
        {
            if (!_blame.IsQuickSince(leftAt) && item.InTrouble().MayLowerLimit())
                _health.OnTimeout(now, leftAt);
            item.InTrouble().OnTimeout(leftAt);
        }

        if (outcome == AttemptOutcome.Unreachable && item.InTrouble().MayLowerLimit())
            _health.OnUnreachable(now);
        else if (outcome == AttemptOutcome.Crowded && item.InTrouble().MayLowerLimit())
            _health.OnCrowded();
    }
}
