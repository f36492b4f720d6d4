using ProductApi.Client.Redis.Store;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Redis.Gate;

/// <content>What follows from how a send ended, for all.</content>
internal sealed partial class SharedGateRules
{
    // Rules that wait for what the others have seen.
    private List<Action<double>> _later = [];
    private bool _isApplying;

    public override AttemptVerdict OnFailedAttempt(
        double now, Item item, AttemptOutcome outcome, bool timedOut, string? failure, out bool isOutage)
    {
        var openUntil = Health.OpenUntil;
        var verdict = base.OnFailedAttempt(now, item, outcome, timedOut, failure, out isOutage);
        _failedAt = now;

        // One process's broken network is no outage: others are served.
        if (_isShared && Health.OpenUntil > Math.Max(openUntil, OpeningUntil) && now - Health.LastServed > ServedLately)
        {
            var opening = new Opening(Health.OpenUntil, Health.OpeningsInARow);
            Apply(now, _ => _opening = opening.Until > OpeningUntil ? opening : _opening);
        }

        return verdict;
    }

    protected override double Learn(double now, Send send, Item item, SendResult result, double hint)
    {
        if (result.Outcome == AttemptOutcome.Served)
        {
            _report.CountServed(now);
            if (_isShared && _opening.Count > 0)
                Apply(now, _ => _opening = default);
        }

        if (!_isShared || !send.IsShared)
            return base.Learn(now, send, item, result, hint);

        var isRefused = result.Outcome is AttemptOutcome.Throttled or AttemptOutcome.Busy;
        var isCounted = send.IsGranted && send.Number >= _rate.First;
        _rate.ReachNumber(send.Number);
        SetChances(now);
        if (isCounted)
            _report.CountAnswered(send.Number);
        if (isCounted && isRefused)
            _report.CountRefused(send.Number, result.Outcome == AttemptOutcome.Throttled && hint <= 0);
        if (result.Quota is { } quota && !Quota.IsRare)
        {
            Quota.Update(now, quota);
            if (Quota.Known is { Left: { } left, Reset: var reset })
                _report.SetQuota(new QuotaSeen(left, reset));
        }

        // What is not sure is judged on the others' evidence.
        if (isCounted && isRefused && hint <= 0 && _rate.IsDoubtful)
        {
            var epoch = _epoch;
            _later.Add(later => LearnLater(later, epoch, send, item, result));
            Take(now, 0, isProbe: false);
            return send.IsCanary ? 0 : item.InTrouble().OwnWait();
        }

        var ownWait = 0.0;
        Apply(now, at => ownWait = base.Learn(at, send, item, result, hint));
        return ownWait;
    }

    protected override void PushBack(double now, Send send, double wait, bool isHinted, bool isServed = false)
    {
        if (_isShared)
        {
            // An echo: the pause is known.
            if (send.Number < _rate.First && !Announced.Binds(wait))
                return;
            if (_rate.IsPaceKnown || send.IsGranted)
                _rate.CountServed(send.Number);
            else
                _rate.SawBusier(_own.Rate);
        }

        base.PushBack(now, send, wait, isHinted, isServed);
    }

    // Who else was refused is known of this process only.
    protected override void GiveBackPace(double now, Item item)
    {
        if (!_isShared || _members == 1)
            base.GiveBackPace(now, item);
    }

    private double OpeningUntil => _opening.Count > 0 ? _opening.Until : 0;

    private void LearnLater(double now, StateNumber? epoch, Send send, Item item, SendResult result) => Apply(now, at =>
    {
        // It was reported, and is counted in the copies already.
        if (_isShared && _epoch == epoch)
            _rate.UncountRefused(send.Number);
        base.Learn(at, send, item, result, hint: 0);
    });

    // Runs a rule on the copies and puts what it has changed.
    private void Apply(double now, Action<double> rule, int attempt = 0)
    {
        if (!_isShared || _version is null || _isApplying)
        {
            rule(now);
            return;
        }

        var (learned, announced, opening) = (_rate.Learned, Announced.Learned, _opening);
        _isApplying = true;
        try
        {
            rule(now);
        }
        finally
        {
            _isApplying = false;
        }

        var after = _rate.Learned;
        var isWaitNew = Announced.Learned != announced;
        if (after.Cycle != learned.Cycle)
            DropOldGrants();
        if (after != learned || isWaitNew || _opening != opening)
            Put(now, after != learned, isWaitNew, _opening != opening, rule, attempt);
    }
}
