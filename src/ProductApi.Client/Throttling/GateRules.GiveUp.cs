namespace ProductApi.Client.Throttling;

/// <content>When an item is not waited for any longer, and why.</content>
internal partial class GateRules
{
    private GiveUp? WhyGiveUp(double now, Item item)
    {
        if (_announced.IsHopeless(now))
            return new GiveUp(GiveUpReason.WaitTooLong, TimeSpan.FromSeconds(_announced.Ahead(now)), LastFailure);

        var until = Math.Max(BlockedUntil(now), _announced.Until);
        var isOver = until > now ? _health.IsPatienceOver(now) : _health.IsPatienceLongOver(now, item.FailuresBefore);
        return isOver ? OutOfPatience(until - now) : null;
    }

    private GiveUp OutOfPatience(double wait) => new(
        _health.IsOnlyThrottled ? GiveUpReason.Throttled : GiveUpReason.OutOfService,
        TimeSpan.FromSeconds(Math.Max(0, wait)),
        LastFailure,
        Patience);
}
