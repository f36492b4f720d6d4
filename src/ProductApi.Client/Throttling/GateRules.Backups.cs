namespace ProductApi.Client.Throttling;

/// <content>Requests that are sent a second time because the first one is late.</content>
internal partial class GateRules
{
    private readonly BackupRules _backups = new();

    /// <summary>Whether the item's request takes far longer than others.</summary>
    public bool IsLate(double now, Item item) => item.Send.Number > 0 && _backups.IsLate(now - item.Send.LeftAt);

    /// <summary>Whether the item may be asked for a second time: its first request is late, and nothing speaks against one more. It is
    /// charged to the budget.</summary>
    public bool TryBackUp(double now, Item item, bool isFirst) =>
        item is { IsBackup: false, Send: { Attempts: 1, IsCanary: false, IsLook: false }, Charge: 0, Refused: 0 }
        && IsLate(now, item)
        && MayBackUp(now)
        && _backups.TryTake(isFirst);

    /// <summary>A backup that was charged has not been sent.</summary>
    public void ReturnBackup() => _backups.GiveBack();

    /// <summary>Whether the host takes all it is sent, as far as is known: a second request must not cost anybody else's first.</summary>
    protected virtual bool MayBackUp(double now) =>
        !_rate.IsPaceKnown && !_quota.IsKnown(now) && now >= HeldUntil && _health.IsWell && _health.Limit >= options.MaxConcurrency;

    // How it ends says nothing about its item.
    private static bool IsExtra(Item item, Send send) => send.IsCanary || item.IsBackup;

    // It waits for nothing: what it would have to wait for speaks against it.
    private NextStep EnterBackup(double now, Item item)
    {
        if (!MayBackUp(now) || WaitTime(now, item, othersWait: true) > Rounding)
            return new NextStep(NextStepKind.GiveUp, GiveUp: new GiveUp(GiveUpReason.NoBackup, TimeSpan.Zero, LastFailure));

        Stamp(now, item);
        return new NextStep(NextStepKind.Send);
    }
}
