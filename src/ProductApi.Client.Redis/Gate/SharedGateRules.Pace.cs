using ProductApi.Client.Throttling;

namespace ProductApi.Client.Redis.Gate;

/// <content>Verdicts on the pace, which is everybody's.</content>
internal sealed partial class SharedGateRules
{
    // Seconds that a trial is given after its end, for the answers of the others.
    private const double Settle = 0.02;

    private double? _settledAt;

    // A verdict on the pace is everybody's, and there may be a pace by now.
    private void JudgePace(double now, PaceVerdict verdict)
    {
        var isFirst = !_rate.IsPaceKnown;
        var rate = verdict.Rate!.Value;
        if (_isApplying || !_isShared)
        {
            _rate.ApplyNow(now, Scale(now, verdict, isFirst));
            return;
        }

        if (double.IsPositiveInfinity(rate))
        {
            // Nothing to tell.
            if (isFirst)
                _rate.ApplyNow(now, verdict);
            else
                Apply(now, at => ApplyIf(_rate.IsPaceKnown, at, verdict));
            return;
        }

        var (scaled, epoch) = (Scale(now, verdict, isFirst), _epoch);
        Apply(now, at => ApplyIf(_epoch == epoch && !_rate.IsPaceKnown, at, scaled));
    }

    private void ApplyIf(bool applies, double now, PaceVerdict verdict)
    {
        if (applies)
            _rate.ApplyNow(now, verdict);
    }

    // What got through without grants is this process's part.
    private PaceVerdict Scale(double now, PaceVerdict verdict, bool isFirst)
    {
        var rate = verdict.Rate!.Value;
        if (!isFirst || double.IsPositiveInfinity(rate) || !IsFree(now))
            return verdict;

        _rate.ScaleGotThrough(_members);
        return PaceVerdict.Try(rate * _members);
    }

    // A raise is due, or a trial is over.
    private void JudgeAll(double now)
    {
        if (!_isShared || _version is null)
            return;

        if (_rate.IsRaiseDue(now))
        {
            Apply(now, at =>
            {
                if (_rate.IsRaiseDue(at))
                    _rate.Raise(at, _last);
            });
        }

        if (!_rate.IsPaceKnown && !IsFree(now) && _rate.IsBlockOver(now, _last))
            _rate.Apply(now, _rate.EndBlock(now, _last));

        if (_settledAt <= now)
        {
            _settledAt = null;
            Apply(now, at =>
            {
                if (_rate.IsTrialOver(_last))
                    _rate.Apply(at, _rate.EndTrial(at, _last));
            });
        }
        else if (_settledAt is null && _rate.IsTrialOver(_last))
        {
            _settledAt = now + Settle;
            _store.After(Settle, () => _host.Run(at => Take(at, 0, isProbe: false)));
        }
    }
}
