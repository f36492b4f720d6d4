using ProductApi.Client.Headers;

namespace ProductApi.Client.Throttling;

/// <content>What follows from how a send ended.</content>
internal partial class GateRules
{
    // The item that was refused last, and the pace before: nobody else was refused since then.
    private Item? _refusedAlone;
    private double _paceBefore;

    /// <summary>Takes in the end of a send and says what its item does next; what it says of a canary is of no meaning.</summary>
    public NextStep OnResult(double now, Item item, SendResult result)
    {
        _health.OnStep(now);
        var send = item.Send;
        EndSend(item);
        var isRefused = result.Outcome is AttemptOutcome.Throttled or AttemptOutcome.Busy;
        var isTurnedAway = isRefused || result.Outcome is AttemptOutcome.Unreachable or AttemptOutcome.Crowded;
        if (!IsExtra(item, send) && IsConvicted(item, isTurnedAway))
        {
            if (send.IsLook)
                _announced.OnLookAbandoned(now);
            return TakeAnswer(item);
        }

        var hint = isRefused && result is { RetryAfter: 0, Quota: { Remaining: 0 } usedUp } ? usedUp.Reset.TotalSeconds : result.RetryAfter;
        var ownWait = Learn(now, send, item, result, hint);

        if (send.IsCanary)
        {
            // The address cannot be asked for any more.
            if (result.Outcome == AttemptOutcome.Hopeless)
                _blame.ForgetWitness();
            return default;
        }

        if (item.IsBackup)
            return new NextStep(NextStepKind.TakeAnswer);
        if (result.OwnWait > 0)
            return PutOff(now, item, result);
        if (result.Outcome is AttemptOutcome.Served or AttemptOutcome.Hopeless or AttemptOutcome.Inaccessible
            || (result.Outcome == AttemptOutcome.Faulted && IsUsedUp(item)))
            return TakeAnswer(item);
        return isRefused && _announced.Binds(result.RetryAfter)
            ? BeginSittingOut(now, item, result.RetryAfter)
            : new NextStep(NextStepKind.AskAgain, ownWait);
    }

    /// <summary>What the end of a send teaches about the host.</summary>
    /// <returns>How long the item itself waits, in seconds.</returns>
    protected virtual double Learn(double now, Send send, Item item, SendResult result, double hint)
    {
        var isRefused = result.Outcome is AttemptOutcome.Throttled or AttemptOutcome.Busy;
        if (result.Outcome == AttemptOutcome.Served)
            OnServed(now, send, item, result);
        else if (send.IsLook && _announced.OnUnservedLook(now, isRefused, hint))
            OnWaitReplaced(now);
        if (result.Quota is { } quota && !_quota.IsRare)
            OnQuota(now, send, result.Outcome, quota);
        if (result.Outcome == AttemptOutcome.CircuitOpen)
            _health.OnCircuitOpen(now, result.RetryAfter);
        if (isRefused)
            return OnRefused(now, send, item, result.Outcome, hint);
        return result.Outcome is AttemptOutcome.Crowded or AttemptOutcome.Unreachable ? item.InTrouble().OwnWait() : 0;
    }

    private bool IsConvicted(Item item, bool isTurnedAway)
    {
        if (!item.HasAnswer)
        {
            item.OnAnswer();
            _blame.OnFirstAnswer(isTurnedAway);
        }

        if (!isTurnedAway)
            return false;

        item.InTrouble().OnRefused(_rate.LastSend, _blame.LastServed);
        return _blame.IsConvicted(item);
    }

    private NextStep TakeAnswer(Item item)
    {
        Leave(item);
        return new NextStep(NextStepKind.TakeAnswer);
    }

    private void OnServed(double now, Send send, Item item, SendResult result)
    {
        _health.OnServed(now, send.IsCanary);
        _rate.OnServedAttempt();
        var wasWaiting = _announced.Ahead(now) > 0;
        _blame.OnServed(send, now);
        if (!send.IsCanary)
        {
            _blame.OnItemServed(item, result.Witness);
            _backups.OnServed(now - send.LeftAt);
        }

        _quota.OnServed(result.Quota is not null);
        _rate.OnServed(send);
        if (send.IsCanary && _blame.WasVeryQuick(send, now))
            _health.OnQuickCanary();
        var hasLied = _announced.OnServed(now, send.LeftAt, send.IsLook);
        if (hasLied)
            _rate.Apply(now, PaceVerdict.Try(_announced.PaceBefore));
        if (wasWaiting && _announced.Ahead(now) <= 0)
        {
            _quota.Forget(hasLied);
            _rate.ResumeAt(Math.Max(now, _rate.PauseUntil));
        }
    }

    private void OnWaitReplaced(double now)
    {
        _quota.Forget(hasLied: false);
        _rate.ResumeAt(Math.Max(Math.Max(now, _rate.PauseUntil), _announced.Until));
    }

    private double OnRefused(double now, Send send, Item item, AttemptOutcome outcome, double hint)
    {
        var isThrottled = outcome == AttemptOutcome.Throttled;
        var isExtra = IsExtra(item, send);
        var bindsMore = _announced.Binds(hint);
        if (bindsMore)
            _health.OnToldToWait();
        _quota.OnRefused();
        if (_refusedAlone != item || isExtra)
            (_refusedAlone, _paceBefore) = (isExtra ? null : item, _rate.Pace);
        _rate.OnRefused(now, send, isRated: isThrottled && hint <= 0);
        if (!isExtra && _blame.BindsAlone(item, bindsMore))
        {
            GiveBackPace(now, item);
            return Math.Max(item.InTrouble().OwnWait(), _announced.OwnPart(hint));
        }

        if (hint <= 0 && _rate.IsNoise(send))
            return isExtra ? 0 : item.InTrouble().OwnWait();

        PushBack(now, send, bindsMore || _rate.IsFirstOfCycle(send) ? hint : 0, isHinted: hint > 0);

        // Nobody served: an outage, not a limit.
        if (!isThrottled && _health.IsQuiet(Silence(now), _rate.Interval))
            _rate.Forget(now);
        return _announced.OwnPart(hint);
    }

    // What its refusals have made of the pace, if nobody else was refused meanwhile, was not about the rate.
    protected virtual void GiveBackPace(double now, Item item)
    {
        if (_refusedAlone == item && _rate.Pace < _paceBefore)
            _rate.Apply(now, PaceVerdict.Try(_paceBefore));
    }

    private void OnQuota(double now, Send send, AttemptOutcome outcome, Quota quota)
    {
        var isServed = outcome == AttemptOutcome.Served;
        if (isServed && quota.Remaining == 0 && _quota.HasLied && _announced.Binds(quota.Reset.TotalSeconds))
            return;

        var seconds = _quota.Update(now, quota);
        if (!isServed || quota.Remaining > 0 || seconds <= 0)
            return;

        // A push-back before the refusal; a long one leaves the pace alone.
        if (!_announced.Binds(seconds))
        {
            PushBack(now, send, seconds, isHinted: true, isServed: true);
            return;
        }

        Pushbacks++;
        Announce(now, send, seconds, _rate.Pace);
        if (quota.IsPointInTime)
            _announced.OnRounded(now);
    }

    protected virtual void PushBack(double now, Send send, double wait, bool isHinted, bool isServed = false)
    {
        var bindsMore = _announced.Binds(wait);
        if (bindsMore && _blame.Disproves(send, now))
            return;

        Pushbacks++;
        var paceBefore = _rate.Pace;
        _rate.PushBack(now, send, bindsMore ? 0 : wait, bindsMore ? wait : 0, isHinted, isServed);
        if (bindsMore)
            Announce(now, send, wait, paceBefore);
    }

    private void Announce(double now, Send send, double wait, double pace)
    {
        _announced.Announce(now, send.DecidedAt(now), wait, pace);
        if (_announced.Until > _rate.PauseUntil)
            _rate.ResumeAt(_announced.Until);
    }
}
