namespace ProductApi.Client.Throttling;

/// <summary>The host said "wait". Is it true, and for everybody? Yes, until somebody is served who left later.</summary>
/// <param name="maxWait">The longest wait that is waited for, in seconds (MaxRetryAfter).</param>
internal sealed partial class AnnouncedWait(double maxWait)
{
    // The smallest Retry-After there is: a host that means 20 ms must say 1 s. It binds its item only.
    private const double Tick = 1;

    // One request looks into a longer wait, so long after it was announced, and again so long after a look found a hopeless one true.
    private const double Long = 10;
    private const double LookAfter = 0.5;
    private const double LookAgainAfter = 60;

    // A reset that was told as a point in time is rounded: one request looks so much earlier, until three such looks in a row failed.
    private const double Early = 1;
    private const int EarlyTries = 3;

    private readonly double _tick = Math.Min(Tick, maxWait);
    private double _lookAt = double.PositiveInfinity;
    private double _saidAt = double.PositiveInfinity;
    private double _trueUntil;
    private bool _isTrueTooLong;

    // The end of the longest wait that is waited for: longer ones may turn out to be nothing.
    private double _acceptedUntil;
    private int _failedEarlyLooks;

    /// <summary>Nobody leaves before.</summary>
    public double Until { get; private set; }

    /// <summary>The pace before the wait was announced.</summary>
    public double PaceBefore { get; private set; }

    /// <summary>Whether the look is the one before a rounded reset.</summary>
    public bool IsEarly { get; private set; }

    /// <summary>Whether a wait binds more than its item.</summary>
    public bool Binds(double seconds) => seconds > _tick;

    /// <summary>The part of a wait that is its item's to wait out by itself.</summary>
    public double OwnPart(double seconds) => Math.Min(seconds, _tick);

    /// <summary>Whether somebody looks into a wait before it is over.</summary>
    public bool IsLookedInto(double seconds) => seconds > Long || IsTooLong(seconds);

    /// <summary>Whether a wait is longer than is waited for.</summary>
    public bool IsTooLong(double seconds) => seconds > maxWait;

    public double Ahead(double now) => Math.Max(0, Until - now);

    public double BlocksUntil(double now) => now < Until ? Math.Min(Until, _lookAt) : 0;

    public bool IsHopeless(double now) => _isTrueTooLong && IsTooLong(Ahead(now)) && now < _trueUntil;

    /// <param name="now">The time.</param>
    /// <param name="decidedAt">When the host decided so: who left later and is served disproves it.</param>
    /// <param name="seconds">The wait.</param>
    /// <param name="pace">The present pace.</param>
    public void Announce(double now, double decidedAt, double seconds, double pace)
    {
        if (double.IsPositiveInfinity(_saidAt))
            (_saidAt, PaceBefore) = (decidedAt, pace);
        _saidAt = Math.Max(_saidAt, decidedAt);

        // A look into a wait that was over before tells nothing about this one.
        if (now > Until)
            (_lookAt, _trueUntil) = (double.PositiveInfinity, 0);
        Until = Math.Max(Until, now + seconds);
        if (!IsTooLong(seconds))
            _acceptedUntil = Math.Max(_acceptedUntil, now + seconds);
        if (IsLookedInto(seconds) && double.IsPositiveInfinity(_lookAt) && !IsKnown(now, seconds))
            (_lookAt, IsEarly) = (now + LookAfter, false);
    }

    // That a wait was found true which is waited for says nothing about a much longer one.
    private bool IsKnown(double now, double seconds) => now < _trueUntil && (_isTrueTooLong || now + seconds <= _trueUntil + Long);

    /// <summary>The end of the wait was told as a point in time.</summary>
    public void OnRounded(double now)
    {
        if (Ahead(now) < Long && _failedEarlyLooks < EarlyTries)
            (_lookAt, IsEarly) = (Until - Early, true);
    }

    public void OnLook() => _lookAt = double.PositiveInfinity;

    /// <summary>The look did not take place: somebody else may look at once.</summary>
    public void OnLookAbandoned(double now) => _lookAt = now;

    /// <summary>Takes in that somebody was served.</summary>
    /// <returns>Whether the host had not told the truth. A rounded reset that came early is no lie.</returns>
    public bool OnServed(double now, double leftAt, bool isLook = false)
    {
        if (leftAt <= _saidAt)
        {
            // Announced again while the look was on its way.
            if (isLook)
                _lookAt = now + LookAfter;
            return false;
        }

        var hasLied = now < Until && !IsEarly;
        if (IsEarly)
            _failedEarlyLooks = 0;
        Until = Math.Min(Until, now);
        _saidAt = _lookAt = double.PositiveInfinity;
        _trueUntil = _acceptedUntil = 0;
        _isTrueTooLong = false;
        IsEarly = false;
        return hasLied;
    }

    /// <summary>Takes in a look that was not served.</summary>
    /// <returns>Whether what it was told replaces the wait.</returns>
    public bool OnUnservedLook(double now, bool isRefused, double said)
    {
        if (IsEarly)
        {
            IsEarly = false;
            _failedEarlyLooks++;
            return false;
        }

        // It says nothing about the wait.
        if (!isRefused)
        {
            _lookAt = now + Long;
            return false;
        }

        var ahead = Math.Max(said, Ahead(now));
        var isShorter = !IsTooLong(said) && IsTooLong(ahead);
        if (isShorter)
        {
            // The newest word, said to an address that was served before.
            Until = Math.Max(now, _acceptedUntil);
            ahead = Math.Max(said, Until - now);
        }

        _isTrueTooLong = IsTooLong(ahead);
        _lookAt = _trueUntil = now + (_isTrueTooLong ? LookAgainAfter : ahead);
        return isShorter;
    }
}
