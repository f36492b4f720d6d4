namespace ProductApi.Client.Throttling;

/// <content>How an item waits out what was announced to it.</content>
internal sealed partial class ThrottleGate
{
    /// <summary>Waits out what was announced to the item.</summary>
    /// <returns><see cref="NextStepKind.AskAgain"/>, <see cref="NextStepKind.TakeAnswer"/>, <see cref="NextStepKind.GiveUp"/>, or
    /// <see cref="NextStepKind.Send"/>: a canary is to be sent, with the permit, and the wait goes on.</returns>
    public async ValueTask<(NextStep Step, SendPermit Look)> SitOutAsync(Item item, CancellationToken cancellationToken)
    {
        var arrived = Now();
        var step = SitOut(item);
        while (step.Kind == NextStepKind.LookAgain)
        {
            await _turnstile.DelayAsync(step.Wait, cancellationToken).ConfigureAwait(false);
            step = SitOut(item);
        }

        var look = step.Kind == NextStepKind.Send ? new SendPermit(this, item) : default;
        ReportWait(arrived, look);
        return (step, look);
    }

    private NextStep SitOut(Item item)
    {
        NextStep step;
        lock (_lock)
        {
            var now = Now();
            step = item.Rules == _rules ? _rules.SitOut(now, item, !_turnstile.IsEmpty) : new NextStep(NextStepKind.AskAgain);
            _heldBack.OnStepNeedsLock(now, step.Kind, isHeld: _rules.HeldUntil > now);
        }

        _rules.AfterStep();
        item.GiveSlotBackIfParked();
        return step;
    }
}
