using ProductApi.Client.Redis.Store;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Redis.Gate;

/// <content>Taking over what the store holds, and going on without it.</content>
internal sealed partial class SharedGateRules
{
    // On its own for so long, in seconds: its own pace is newer than the shared one.
    private const double Old = 60;

    private double _aloneSince;
    private Seed? _lastShared;

    // wasRefused: what a rule has changed here was refused there.
    private void Adopt(double now, SharedState state, bool wasRefused = false)
    {
        if (!_isShared || (_version is { } version && state.Version.CompareTo(version) < 0))
            return;

        AdoptHealth(now, state);
        Quota.Load((long?)state.QuotaLeft, state.QuotaReset);
        if (state.Epoch != _epoch)
        {
            _epoch = state.Epoch;
            _report.Begin(state.Epoch);
            _isRamping |= double.IsPositiveInfinity(state.Pace.Rate);
            _offset = Math.Max(_offset, RoundUp(_rate.LastSend - state.Sequence));
        }
        else if (state.Version == _version && !wasRefused && (_putting > 0 || IsFree(now)))
        {
            // Our own evidence is newer.
            return;
        }
        else
        {
            state.Cycle.Start ??= _rate.CycleStart;
        }

        (_version, _last) = (state.Version, state.Last + _offset);
        _rate.ReachNumber(_last);
        _rate.Load(new Evidence(state.Pace, state.Cycle, state.Noise, state.Window), _offset);
        Announced.Load(state.Announced);
        _opening = state.Opening;
        SetChances(now);
        if (_rate.IsPaceKnown)
            _own = new Busiest();
        else
            _rate.ScaleGotThrough(1.0 / _members);
        if (Announced.Ahead(now) > 0)
            _isRamping = true;
        DropOldGrants();
    }

    private void AdoptHealth(double now, SharedState state)
    {
        Health.OnServedElsewhere(state.LastServed);

        // Somebody is served: probe at once, first for an address that was.
        if (Health.IsDown && state.LastServed > _failedAt)
        {
            Health.ProbeNow();
            if (_opening.Count > 0 && state.Opening.Count == 0)
                Blame.GiveCanaryItsTurn();
        }

        if (Health.IsDown && state.Opening is { Count: > 0 and var count, Until: var until } && until > now)
            Health.OnOpenedElsewhere(until, (int)count);
    }

    // Own numbers have run ahead of the store's, which move up: attribution needs the order of sending.
    private void MoveUpTo(long number)
    {
        var by = RoundUp(_rate.LastSend + 1 - number);
        if (by == 0)
            return;

        _offset += by;
        _last += by;
        _rate.MoveNumbers(by);
        _report.Begin(_epoch);
    }

    private static long RoundUp(long numbers) => numbers <= 0 ? 0 : (numbers + Ring - 1) / Ring * Ring;

    private void GoAlone(double now)
    {
        if (!_isShared)
            return;

        _grants.DropBefore(long.MaxValue);
        _report.Begin(null);
        (_isShared, _version, _epoch, _opening, _aloneSince) = (false, null, null, default, now);
        _lastShared = Learned(parts: 1);
        _rate.GoAlone(now, _members);
        _store.OnAlone();
    }

    private void ComeBack()
    {
        if (_isShared)
            return;

        _isShared = _rate.IsShared = true;
        _rate.Judge = JudgePace;
        _store.OnBack();
    }

    // What a state starts from that the store has lost, noticed or not.
    private Seed? SeedAt(double now)
    {
        if (_isShared)
            return Learned(parts: 1);
        return now - _aloneSince > Old && Learned(_members) is { } own ? own : _lastShared;
    }

    private Seed? Learned(int parts) => _rate.IsPaceKnown
        ? new Seed(_rate.Pace * parts, _rate.Ceiling * parts, _rate.NoiseShare, _rate.NoiseJudged)
        : null;
}
