namespace ProductApi.Client.Throttling;

/// <content>How an item waits out what was announced to it.</content>
internal partial class GateRules
{
    // An item told to wait for longer while others are served is asked once more at once, then waits it out once; told so again it fails.
    private const double Alone = 15;

    // ... and so is one told to wait so many seconds longer than all others.
    private const double MuchLess = 10;

    // Who waits alone looks up so often, in seconds: the host may have been given up.
    private const double OwnPoll = 1;

    /// <summary>The longest back-off between two attempts, in seconds.</summary>
    public const double LongestBackOff = 30;

    /// <summary>An item sits out a wait: its own, and everybody's unless somebody who left later is served. Who sits out also looks whether
    /// the wait is true, if nobody waits at the door to do so.</summary>
    public NextStep SitOut(double now, Item item, bool othersWait)
    {
        _health.OnStep(now);
        var trouble = item.InTrouble();
        var left = trouble.SitsOutUntil - now;
        if (left <= Rounding)
        {
            if (trouble.IsToldAlone)
                trouble.OnWaited();
            return new NextStep(NextStepKind.AskAgain);
        }

        if (trouble.IsWaitItsOwn)
            return SitOutOwn(now, item, left);

        // Somebody was served who left later, the wait was disproved otherwise, or the others wait for much less: it holds nobody else.
        var othersWaitFor = _announced.Ahead(now);
        if (trouble.IsOutrun(_blame.LastServed) || othersWaitFor <= 0 || othersWaitFor + MuchLess < left)
            return SitOutAlone(item, left);
        if (_announced.IsTooLong(left) && _announced.IsHopeless(now))
            return TakeAnswer(item);
        if (_health.IsPatienceOver(now))
        {
            Leave(item);
            return new NextStep(NextStepKind.GiveUp, GiveUp: OutOfPatience(left));
        }

        var isLookDue = !_announced.IsEarly && WhyGiveUp(now, item) is null && WaitTime(now, item, othersWait) <= Rounding;
        if (isLookDue && _blame.Witness is not null)
        {
            Stamp(now, item);
            return new NextStep(NextStepKind.Send);
        }

        // Nobody to send a canary for: rather an item that was not tried yet, otherwise one again that was told to wait for so long.
        if (isLookDue && item.IsSuspect && trouble.MayLook)
            return new NextStep(NextStepKind.AskAgain);
        if (isLookDue)
            _blame.SetAside(item, options.MaxConcurrency);
        return new NextStep(NextStepKind.LookAgain, Math.Min(left, Poll));
    }

    // The answer asks this item alone to come back later; each ask is charged.
    private NextStep PutOff(double now, Item item, SendResult result)
    {
        if (result.Outcome == AttemptOutcome.Served)
            item.InTrouble().OnError(1);
        if (IsUsedUp(item) || _announced.IsTooLong(result.OwnWait))
            return TakeAnswer(item);

        var wait = Math.Max(result.OwnWait, BackOff(item));
        if (!_announced.Binds(wait))
            return new NextStep(NextStepKind.AskAgain, wait);

        item.InTrouble().SitOutOwn(now + wait);
        return new NextStep(NextStepKind.SitOut);
    }

    // Retries of one item are never closer than that, whatever it was told.
    private double BackOff(Item item) =>
        Math.Min(LongestBackOff, options.RetryBaseDelay.TotalSeconds * (1 << Math.Max(0, (int)item.Charge - 1)));

    private NextStep SitOutOwn(double now, Item item, double left)
    {
        if (_health.IsPatienceOver(now))
        {
            Leave(item);
            return new NextStep(NextStepKind.GiveUp, GiveUp: OutOfPatience(left));
        }

        _blame.SetAside(item, options.MaxConcurrency);
        return new NextStep(NextStepKind.LookAgain, Math.Min(left, OwnPoll));
    }

    private NextStep BeginSittingOut(double now, Item item, double seconds)
    {
        var isToldAlone = seconds > Alone && _blame.BindsAlone(item, isLongWait: true);
        var trouble = item.InTrouble();
        trouble.SitOut(now + seconds, isToldAlone, mayLook: _announced.IsLookedInto(seconds));
        return isToldAlone && (trouble.HasWaited || (trouble.WasAskedAgain && _announced.IsTooLong(seconds)))
            ? TakeAnswer(item)
            : new NextStep(NextStepKind.SitOut);
    }

    // The wait is this item's alone. Perhaps only this answer said so.
    private NextStep SitOutAlone(Item item, double left)
    {
        var trouble = item.InTrouble();
        if (left > Alone && !trouble.WasAskedAgain)
        {
            trouble.OnAskedAgain();
            return new NextStep(NextStepKind.AskAgain);
        }

        // Told so twice, while others were served.
        if (_announced.IsTooLong(left))
            return TakeAnswer(item);

        _blame.SetAside(item, options.MaxConcurrency);
        trouble.OnToldAlone(left > Alone);
        return new NextStep(NextStepKind.LookAgain, Math.Min(left, OwnPoll));
    }
}
