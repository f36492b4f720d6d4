using ProductApi.Client.Redis.Store;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Redis.Gate;

/// <summary>The rules of one process of several that share a limit. What is learned about the limit is a copy of what is in the store: a
/// rule runs on the copy, what it changed is put, and where somebody else was faster it runs again on theirs. Queue, limit in flight,
/// attribution and patience are the process's own. Called under the gate's lock.</summary>
internal sealed partial class SharedGateRules : GateRules
{
    // Sends looked at by the noise; numbers are moved by multiples, so that its ring stays as it is.
    private const int Ring = Noise.Recent;

    // Seconds without a send after which a fleet starts slowly again.
    private const double Gap = 2;

    // Somebody was served so recently, in seconds: the host is up.
    private const double ServedLately = 0.4;

    private readonly SharedRateRules _rate;
    private readonly IGateHost _host;
    private readonly StoreCalls _store;
    private readonly Func<double> _random;
    private readonly ReportBuilder _report;
    private readonly GrantQueue _grants = new();

    // The busiest moment of this process's sends, as if all members did the same.
    private Busiest _own = new();

    // Version and epoch of the copies; null: there is no state yet.
    private StateNumber? _version;
    private StateNumber? _epoch;

    // Own numbers minus the store's; the highest one answered.
    private long _offset;
    private long _last;

    // Granted sends in flight.
    private int _granted;

    private Opening _opening;
    private double _failedAt = double.NegativeInfinity;
    private bool _isShared = true;
    private bool _wasFree;
    private int _members = 1;
    private int _cap;
    private bool _isRamping = true;
    private double _retryAt;

    // What is read from the store knows of granted sends only.
    private double _sentAt = double.NegativeInfinity;

    public SharedGateRules(
        IGateHost host, ProductClientOptions options, StoreCalls store, string member, Func<double> random)
        : this(host, options, store, member, random, new SharedRateRules())
    {
    }

    private SharedGateRules(
        IGateHost host, ProductClientOptions options, StoreCalls store, string member, Func<double> random, SharedRateRules rate)
        : base(options, rate)
    {
        (_host, _store, _random, _rate, _cap) = (host, store, random, rate, options.MaxConcurrency);
        _report = new ReportBuilder(member, options.MaxConcurrency);
        _rate.Judge = JudgePace;
        store.Changed = state => _host.Run(now => OnNews(now, state));
    }

    protected override bool IsPaced(double now) => !_isShared && base.IsPaced(now);

    // The name of the limit was made from the server and the key that the client began with.
    public override GateRules ForAnotherServer() => this;

    // The limit is everybody's; what others send is not known.
    protected override bool MayBackUp(double now) => false;

    protected override double BlockedUntil(double now)
    {
        if (!_isShared)
            return base.BlockedUntil(now);

        var isLook = !_grants.IsEmpty && _grants.Next.IsLook;
        var own = isLook ? Math.Max(_rate.PauseUntil, Health.OpenUntil) : base.BlockedUntil(now);
        return _opening.Count > 0 ? Math.Max(_opening.Until, own) : own;
    }

    protected override double WaitTime(double now, Item item, bool othersWait)
    {
        Beat(now);
        if (_isShared && _version is null)
        {
            Take(now, 0, isProbe: false);
            return Poll;
        }

        var wait = base.WaitTime(now, item, othersWait);
        return _isShared && wait <= Rounding ? Math.Max(wait, WaitForGrant(now)) : wait;
    }

    protected override void Stamp(double now, Item item)
    {
        if (!_isShared)
        {
            base.Stamp(now, item);
            return;
        }

        _sentAt = now;
        var highest = _rate.LastSend;
        var grant = !IsFree(now) && !_grants.IsEmpty ? _grants.Take() : (Grant?)null;
        if (grant is { } granted)
            _rate.SetLastSend(granted.Number - 1);
        else
            BeginFreeSend(now);
        _rate.IsGranted = grant is not null;
        _wasFree = grant is null;
        SetChances(now);
        if (!_rate.IsPaceKnown)
            CountOwn(now);

        base.Stamp(now, item);
        item.Send = item.Send with { IsGranted = grant is not null, IsShared = true };
        _rate.ReachNumber(highest);
        if (grant is null)
        {
            _report.CountFree();
            return;
        }

        _granted++;
        if (_grants.IsEmpty && _rate.IsPaceKnown && _host.Waiting > 1 && !IsProbe(now))
            Take(now, Wanted(), isProbe: false);
    }

    protected override void EndSend(Item item)
    {
        if (item.Send.IsGranted)
            _granted--;
        base.EndSend(item);
    }

    /// <summary>Whether a send needs no grant.</summary>
    private bool IsFree(double now) =>
        !(_rate.IsPaceKnown || _isRamping || IsQuotaScarce(now) || IsProbe(now) || Announced.Ahead(now) > 0);

    private bool IsQuotaScarce(double now) => Quota.Known is { Left: > 0 and var left, Reset: var reset } && now < reset && left <= _cap;

    private double WaitForGrant(double now)
    {
        // After an idle time.
        if (now - Math.Max(_rate.LastSendAt, _sentAt) > Gap && !_rate.IsPaceKnown)
            _isRamping = true;
        if (IsFree(now))
            return 0;

        DropOldGrants();
        if (!_grants.IsEmpty)
            return _grants.Next.At - now;
        if (_retryAt - now is > Rounding and var wait)
            return wait;

        Take(now, Wanted(), IsProbe(now));
        return Poll;
    }

    // Only a granted send can be the first of a cycle.
    private void BeginFreeSend(double now)
    {
        _rate.ReachNumber(_rate.First);
        if (!_wasFree)
            _rate.BeginFree(now, _rate.LastSend + Ring);
        _rate.BeginCycleAt(now);
    }

    private void CountOwn(double now)
    {
        for (var member = 0; member < _members; member++)
            _own.OnSend(now);
    }

    private int Wanted() => Math.Max(1, Math.Min(_host.Waiting, (int)Health.Limit - InFlight));

    private void DropOldGrants() => _grants.DropBefore(_rate.First);

    private void SetChances(double now) => _rate.SetChances(IsFree(now) ? _members : 1);
}
