namespace ProductApi.Client.Throttling;

/// <summary>All rules put together: who may leave, and what follows from how it ended. Knows no clock, no lock and no queue: every method
/// takes the time, in seconds on the gate's clock.</summary>
internal partial class GateRules(ProductClientOptions options, RateRules rate)
{
    /// <summary>Who waits looks again at least this often, in seconds: a success may have ended the wait.</summary>
    public const double Poll = 0.05;

    // What doubles lose.
    protected const double Rounding = 1e-9;

    private readonly RateRules _rate = rate;
    private readonly QuotaWindow _quota = new();
    private readonly AnnouncedWait _announced = new(options.MaxRetryAfter.TotalSeconds);
    private readonly HostHealth _health = new(options);
    private readonly Attribution _blame = new(options.AttemptTimeout.TotalSeconds);
    private readonly int _maxAttempts = options.MaxRetryAttempts + 1;
    private int _inFlight;

    /// <summary>Requests per second; null while no pace is known.</summary>
    public double? Pace => _rate.IsPaceKnown ? _rate.Pace : null;

    public int Pushbacks { get; private set; }

    public int Canaries { get; private set; }

    /// <summary>The host's last failure, for people.</summary>
    public string? LastFailure => _health.LastFailure;

    public Patience Patience => _health.Patience;

    /// <summary>Whether nobody has failed since somebody was served.</summary>
    public bool IsWell => _health.IsWell;

    /// <summary>Until when nobody leaves.</summary>
    public double HeldUntil => Math.Max(Math.Max(_rate.PauseUntil, _health.OpenUntil), _announced.Until);

    /// <summary>Rules for another server, which go on counting.</summary>
    public virtual GateRules ForAnotherServer() => new(options) { Pushbacks = Pushbacks, Canaries = Canaries };

    /// <summary>May the item leave?</summary>
    /// <param name="now">The time.</param>
    /// <param name="item">Who asks.</param>
    /// <param name="othersWait">Whether somebody who is no suspect waits.</param>
    public NextStep Enter(double now, Item item, bool othersWait)
    {
        if (item.IsBackup)
            return EnterBackup(now, item);
        _health.OnStep(now);
        if (!item.IsInside)
            _blame.Arrive(item, _health.Failures);
        if (item.IsSuspect)
            _blame.StandAtSideDoor(item);
        else if (IsSuspect(now, item))
        {
            _blame.SetAside(item, options.MaxConcurrency);
            return new NextStep(NextStepKind.StepAside);
        }

        if (WhyGiveUp(now, item) is { } giveUp)
        {
            Leave(item);
            return new NextStep(NextStepKind.GiveUp, GiveUp: giveUp);
        }

        var wait = WaitTime(now, item, othersWait);
        if (wait > Rounding)
            return new NextStep(NextStepKind.LookAgain, wait);

        _blame.LeaveSideDoor(item);
        Stamp(now, item);
        return new NextStep(NextStepKind.Send);
    }

    /// <summary>Whether fewer may be in flight than usual, and as many are: who waits, waits for one of them to end.</summary>
    public bool IsFull => _health.Limit < options.MaxConcurrency && _inFlight >= (int)_health.Limit;

    /// <summary>The item is done, one way or another.</summary>
    public void Leave(Item item)
    {
        // The item keeps its run alive, with all results.
        if (_refusedAlone == item)
            _refusedAlone = null;
        _blame.Leave(item);
    }

    /// <summary>A retry inside a send: may it leave now?</summary>
    public bool TryRetry(double now, Item item)
    {
        if (now < HeldUntil)
            return false;

        item.Send = item.Send with { LeftAt = now, LeftWhileDown = _health.IsDown, Attempts = item.Send.Attempts + 1 };
        return true;
    }

    /// <summary>The send says nothing about the host: it was cancelled.</summary>
    public void Abandon(double now, Item item)
    {
        if (item.Send.IsLook && _announced.Ahead(now) > 0)
            _announced.OnLookAbandoned(now);
        EndSend(item);
    }

    private bool IsUsedUp(Item item) => item.Charge >= _maxAttempts;

    // A wait that was announced, or is known, is no silence, nor is a time in which nobody asked.
    protected double Silence(double now) => now - Math.Max(
        Math.Max(_health.LastServed, _health.ResumedAt), Math.Max(_announced.Until, _rate.WindowUntil));

    protected bool IsProbe(double now) => _health.IsProbe(Silence(now), _rate.Interval);

    private bool IsSuspect(double now, Item item) => _blame.IsSuspect(item, IsProbe(now), _health.IsDown);

    protected virtual double BlockedUntil(double now) =>
        Math.Max(Math.Max(_rate.PauseUntil, _health.OpenUntil), _announced.BlocksUntil(now));

    protected virtual bool IsPaced(double now) => _rate.IsPaced && _announced.Ahead(now) <= 0;

    protected virtual double WaitTime(double now, Item item, bool othersWait)
    {
        var until = Math.Max(BlockedUntil(now), _health.ProbeUntil);
        var isProbe = IsProbe(now);
        var places = (int)_quota.Room(now, _health.Limit);

        // Who was not tried is the better probe.
        var isTurnedAway = item.IsSuspect && isProbe && othersWait;
        if (isTurnedAway || _inFlight >= places - _blame.Yields(item, places, isProbe))
            until = Math.Max(until, now + Poll);
        if (IsPaced(now))
            until = Math.Max(until, _rate.NextSend);
        return until - now;
    }

    protected virtual void Stamp(double now, Item item)
    {
        var isPaced = IsPaced(now);
        var isLook = _announced.Ahead(now) > 0;
        var canary = isLook && !_announced.IsEarly ? _blame.Witness : null;
        if (isLook)
            _announced.OnLook();
        else if (IsProbe(now))
        {
            // One at a time.
            _health.OnProbe(now);
            canary = _blame.TakesCanary(item, Silence(now), _health.IsDown) ? _blame.Witness : null;
        }

        if (canary is not null)
            Canaries++;
        _inFlight++;
        item.Send = new Send(_rate.OnSend(now, isPaced), now, Attempts: 1, canary, isLook, _health.IsDown);
    }

    protected virtual void EndSend(Item item)
    {
        item.Send = default;
        _inFlight--;
    }
}
