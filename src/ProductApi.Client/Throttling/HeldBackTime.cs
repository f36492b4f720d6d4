namespace ProductApi.Client.Throttling;

/// <summary>For how long sending was held back: from the first item that had to wait to the next one that could go on.</summary>
internal sealed class HeldBackTime
{
    private double? _since;

    public double Total { get; private set; }

    /// <param name="now">The time.</param>
    /// <param name="step">What the item does that has just looked.</param>
    /// <param name="isHeld">Whether it is the gate that keeps it, not a wait of its own.</param>
    public void OnStepNeedsLock(double now, NextStepKind step, bool isHeld)
    {
        if (step == NextStepKind.StepAside)
            return;

        if (step == NextStepKind.LookAgain)
        {
            _since ??= isHeld ? now : null;
            return;
        }

        Total += now - (_since ?? now);
        _since = null;
    }
}
