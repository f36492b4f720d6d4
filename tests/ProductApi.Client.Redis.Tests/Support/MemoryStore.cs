using ProductApi.Client.Redis.Store;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Redis.Tests.Support;

/// <summary>The store without a network: what take.lua and put.lua do, in C#.</summary>
internal sealed class MemoryStore(Func<double> now)
{
    private const double Horizon = 0.1;
    private const double Ahead = 4;
    private const double Poll = 0.02;
    private const double Dead = 5;
    private const double Back = 1;
    private const double ServedLately = 0.4;
    private const double Slack = 0.02;
    private const double Probe = 0.5;
    private const double Look = 10;
    private const double Gap = 2;
    private const int Recent = 64;

    private readonly Dictionary<string, Member> _members = [];
    private SharedState? _state;
    private int _cap;
    private int _inFlight;

    public event Action<SharedState>? Changed;

    private SharedState State => _state!;

    private bool IsUnknown => State.Pace.Free > 0 || !IsKnown;

    private bool IsKnown => State.Pace.Rate < double.PositiveInfinity;

    public void Forget()
    {
        _state = null;
        _members.Clear();
    }

    public TakeReply Take(TakeRequest request)
    {
        var at = now();
        var most = request.Report.MaxConcurrency;
        Count(at, request.Report);
        var hasWaited = State.RampAt < State.Announced.Until && State.Announced.Until <= at;
        if (request.Want > 0 && IsUnknown && (at - State.SentAt > Gap || hasWaited))
            RestartRamp(at, 0);

        var (count, retry, spread, isLook) = request.Want > 0 ? Grant(at, most, request.Want, request.IsProbe) : default;
        if (count > 0 && at - State.Noise.LastAt > Gap && State.Noise.Trial == 0)
            (State.Noise.At, State.Noise.Before, State.Noise.Refused, State.Noise.Rated) = (at, State.Sequence, 0, false);
        var first = State.Sequence + 1;
        var times = Enumerable.Range(0, count).Select(_ => Send(at, isLook, _members[request.Report.Member])).ToList();
        return new TakeReply(State.Copy())
        {
            Members = _members.Count,
            Cap = _cap,
            IsRamping = IsRamping(at, most),
            Retry = retry,
            Spread = spread,
            IsLook = isLook,
            First = first,
            Times = times,
        };
    }

    public PutReply Put(PutRequest request)
    {
        var at = now();
        Count(at, request.Report);
        if (State.Version != request.Version)
            return new PutReply(false, State.Copy());

        if (request.Evidence is { } evidence)
            Replace(at, evidence);
        if (request.Announced is { } wait)
            State.Announced = wait with { };
        if (request.Opening is { } opening)
            State.Opening = opening;
        State.Version = State.Version with { Count = State.Version.Count + 1 };
        Changed?.Invoke(State.Copy());
        return new PutReply(true, State.Copy());
    }

    private static SharedState Create(double at, Seed? seed)
    {
        var born = (long)Math.Floor(at * 1e6);
        var state = new SharedState
        {
            Version = new(born, 1),
            Epoch = new(born, 1),
            QuotaReset = at,
            RampAt = at,
            Opening = new(at, 0),
            Pace = new() { PauseUntil = at, NextSend = at },
            Cycle = new() { FirstAt = at },
            Noise = new() { LastAt = at, At = at },
            Window = new() { Opened = at, Stopped = at, Until = at },
            Announced = new() { Until = at, VerdictUntil = at },
        };
        if (seed is { } learned)
        {
            (state.Pace.Rate, state.Pace.Ceiling, state.Noise.Share, state.Noise.Judged) = learned;
            state.Pace.ClimbAt = at + 2;
            state.Cycle.Start = at;
        }

        return state;
    }

    private void Count(double at, MemberReport report)
    {
        if (_state is { } state && state.SentAt > at + Back)
            _state = null;
        _state ??= Create(at, report.Seed);
        if (!_members.TryGetValue(report.Member, out var me))
            _members[report.Member] = me = new Member();
        (me.Seen, me.Most, me.InFlight) = (at, report.MaxConcurrency, report.Held ?? me.InFlight);
        foreach (var (name, _) in _members.Where(member => Math.Abs(at - member.Value.Seen) >= Dead).ToList())
            _members.Remove(name);
        _cap = _members.Values.Sum(member => member.Most);
        _inFlight = _members.Values.Sum(member => member.InFlight);

        if (report.Served > 0 && report.ServedAt > State.LastServed)
            (State.LastServed, State.AloneUntil) = (report.ServedAt, double.NegativeInfinity);
        if (report.Free > 0)
        {
            State.SentAt = at;
            State.Cycle.Start ??= at;
        }

        if (report.Quota is { } quota)
        {
            var isSame = State.QuotaLeft is not null && at < State.QuotaReset;
            State.QuotaLeft = isSame ? Math.Min(quota.Left, State.QuotaLeft!.Value) : quota.Left;
            State.QuotaReset = isSame ? Math.Min(quota.Reset, State.QuotaReset) : quota.Reset;
        }

        if (report.Epoch == State.Epoch)
            CountEvidence(report);
    }

    private void CountEvidence(MemberReport report)
    {
        var answered = Math.Min(report.Answered, State.Sequence);
        State.Served += report.Served;
        State.Cycle.Served += report.Served;
        for (var number = Math.Max(State.Last + 1, answered - Recent + 1); number <= answered; number++)
            State.Noise.Bad &= ~Bit(number);
        State.Last = Math.Max(State.Last, answered);
        foreach (var (number, isRated) in report.Refused)
        {
            if (number >= State.Cycle.First)
                State.Cycle.Refused++;
            if (State.Last - number < Recent)
                State.Noise.Bad |= Bit(number);
            if (number > State.Noise.Before)
                (State.Noise.Refused, State.Noise.Rated) = (State.Noise.Refused + 1, State.Noise.Rated || isRated);
        }
    }

    private static ulong Bit(long number) => 1UL << (int)(number % Recent);

    private (int Count, double Retry, double Spread, bool IsLook) Grant(double at, int most, int want, bool isProbe)
    {
        var blocked = Math.Max(State.Pace.PauseUntil, State.Opening.Count > 0 ? State.Opening.Until : 0);
        if (blocked > at)
            return (0, blocked - at, 0, false);
        if (State.Announced.Until > at)
        {
            if (at < State.Announced.LookAt)
                return (0, Math.Min(State.Announced.Until, State.Announced.LookAt) - at, 0, false);
            State.Announced.LookAt = at + Look;
            return (1, 0, 0, true);
        }

        var ahead = IsUnknown ? 0 : State.Pace.NextSend - at;
        if (isProbe)
        {
            if (at < State.AloneUntil && at - State.LastServed > ServedLately)
                return (0, State.AloneUntil - at, 0, false);
            if (ahead > Slack)
                return (0, ahead, 0, false);
            State.AloneUntil = at + Probe;
            return (1, 0, 0, false);
        }

        var count = (double)want;
        if (State.QuotaLeft is > 0 and var left && at < State.QuotaReset && left <= _cap)
            count = Math.Min(count, left - _inFlight);
        if (IsRamping(at, most))
            count = Math.Min(
                count, Math.Floor((most * (1 + at - State.RampAt)) + (2 * State.Served)) - (State.Sequence - State.RampSequence));
        if (State.Pace.Free > 0)
        {
            count = Math.Min(count, State.Pace.Free);
        }
        else if (!IsUnknown)
        {
            if (ahead > Ahead * Horizon)
                return (0, ahead - ((Ahead - 1) * Horizon), Horizon / 2, false);
            count = Math.Min(count, Math.Max(1, Math.Floor(State.Pace.Rate * Horizon / _members.Count)));
        }

        return ((int)Math.Max(0, count), Poll, 0, false);
    }

    private double Send(double at, bool isLook, Member me)
    {
        var pace = State.Pace;
        var isPaced = !isLook && !IsUnknown;
        var leavesAt = isPaced ? Math.Max(pace.NextSend, at - Slack) : at;
        State.Sequence++;
        State.Cycle.Start ??= leavesAt;
        if (State.Sequence == State.Cycle.First)
            State.Cycle.FirstAt = leavesAt;
        if (!IsKnown)
            CountBusiest(pace, at);
        if (pace.Free > 0)
            pace.Free--;
        if (isPaced)
            (pace.NextSend, pace.Sends) = (leavesAt + (1 / pace.Rate), pace.Sends + 1);
        State.Noise.LastAt = State.SentAt = at;
        me.InFlight++;
        return leavesAt;
    }

    private static void CountBusiest(PaceState pace, double at)
    {
        const double Moment = 0.1;
        if (at - pace.BusiestAt >= 2 * Moment)
            (pace.BusiestAt, pace.BusiestSent, pace.BusiestBefore) = (at, 0, 0);
        else if (at - pace.BusiestAt >= Moment)
            (pace.BusiestAt, pace.BusiestSent, pace.BusiestBefore) = (pace.BusiestAt + Moment, 0, pace.BusiestSent);
        pace.BusiestSent++;
        var seen = Moment + (pace.BusiestBefore > 0 ? Math.Min(Moment, at - pace.BusiestAt) : 0);
        pace.BusiestRate = Math.Max(pace.BusiestRate, (pace.BusiestSent + pace.BusiestBefore) / seen);
    }

    private void Replace(double at, Evidence evidence)
    {
        var (oldPace, oldNoise, oldFirst) = (State.Pace, State.Noise, State.Cycle.First);
        (State.Pace, State.Cycle, State.Noise, State.Window) =
            (evidence.Pace with { }, evidence.Cycle with { }, evidence.Noise with { }, evidence.Window with { });
        var wasKnown = oldPace.Rate < double.PositiveInfinity;
        var hasBegun = State.Noise.Before != oldNoise.Before;
        State.Noise.LastAt = oldNoise.LastAt;
        if (State.Cycle.First == oldFirst && IsKnown == wasKnown)
        {
            State.Pace.NextSend = Math.Max(oldPace.NextSend, State.Pace.PauseUntil);
            return;
        }

        State.Epoch = State.Epoch with { Count = State.Epoch.Count + 1 };
        (State.Cycle.First, State.Cycle.FirstAt, State.Cycle.Served, State.Cycle.Refused) = (State.Sequence + 1, at, 0, 0);
        State.Noise.Before = hasBegun ? State.Sequence : oldNoise.Before + State.Sequence - State.Last;
        State.Last = State.Sequence;
        State.Pace.NextSend = Math.Max(at, State.Pace.PauseUntil);
        if (!IsKnown)
            RestartRamp(at, wasKnown && at - State.LastServed < ServedLately ? oldPace.Rate : 0);
    }

    private void RestartRamp(double at, double rate) =>
        (State.RampAt, State.RampSequence, State.Served) = (at, State.Sequence, (long)Math.Floor(rate * Horizon));

    private bool IsRamping(double at, int most) =>
        IsUnknown && _members.Count > 1 && (most * (1 + at - State.RampAt)) + (2 * State.Served) < _cap;

    private sealed class Member
    {
        public double Seen { get; set; }

        public int Most { get; set; }

        public int InFlight { get; set; }
    }
}
