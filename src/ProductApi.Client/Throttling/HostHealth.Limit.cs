namespace ProductApi.Client.Throttling;

/// <content>How many requests may be in flight?</content>
internal sealed partial class HostHealth
{
    // So many times the limit served raise it by one.
    private const double Heal = 5;

    private double _halvedAt;

    // How much refused connections have lowered the limit of late, and when they did so last.
    private double _lowered;
    private double _loweredAt;

    /// <summary>How many requests may be in flight.</summary>
    public double Limit { get; private set; } = options.MaxConcurrency;

    /// <summary>Half as many may be in flight, once for all that were under way at the time.</summary>
    public void OnTimeout(double now, double leftAt)
    {
        if (leftAt < _halvedAt)
            return;

        Limit = Math.Max(1, Limit / 2);
        _halvedAt = now;
    }

    /// <summary>One connection too many, if others are served.</summary>
    public void OnUnreachable(double now)
    {
        if (IsDown || now - LastServed >= Quiet)
            return;

        ForgetOldLowering(now);
        var before = Limit;
        OnCrowded();
        _lowered += before - Limit;
        _loweredAt = now;
    }

    /// <summary>One connection or stream too many.</summary>
    public void OnCrowded() => Limit = Math.Max(1, Limit - 1);

    /// <summary>The host is well: what hangs does not hang because of how many are in flight.</summary>
    public void OnQuickCanary() => Limit = options.MaxConcurrency;

    private void RaiseLimit() => Limit = Math.Min(options.MaxConcurrency, Limit + (1 / (Heal * Limit)));

    private void ForgetOldLowering(double now)
    {
        if (now - _loweredAt > Quiet)
            _lowered = 0;
    }

    // One request alone has failed, too: the host was down, not crowded.
    private void UndoLowering()
    {
        Limit = Math.Min(options.MaxConcurrency, Limit + _lowered);
        _lowered = 0;
    }
}
