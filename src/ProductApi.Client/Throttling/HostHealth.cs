namespace ProductApi.Client.Throttling;

/// <summary>Is the host up? How long is it waited for? How many requests may be in flight?</summary>
internal sealed partial class HostHealth(ProductClientOptions options)
{
    // Failures in a row that mean the host is down, not the item.
    private const int FailuresThatOpen = 8;

    // One request at a time leaves when the silence is longer than 2 s, three times the interval between sends, and three times the last
    // trouble.
    private const double Quiet = 2;
    private const double Rhythm = 3;

    // The next probe leaves when the one before has ended, or after this time.
    private const double ProbeTime = 0.5;

    private const double ShortestOpening = 0.1;

    // Seconds without a step after which nothing of a trouble counts any more. Earlier, a host that was given up still is.
    private const double LongGap = 600;

    private static readonly double[] Openings = [0.5, 1, 2, 4, 5];

    private readonly Patience _withOutage = new(options.OutagePatience, nameof(options.OutagePatience));
    private readonly Patience _withAnnouncedWait = new(options.MaxRetryAfter, nameof(options.MaxRetryAfter));
    private readonly double _longestStep = options.AttemptTimeout.TotalSeconds + Quiet;
    private double _lastTrouble;
    private double? _troubleSince;
    private double _lastStepAt;
    private bool _wasToldToWait;
    private int _failures;
    private int _failuresInARow;
    private int _openingsInARow;
    private int _inaccessible;

    /// <summary>Down: nothing may be sent before.</summary>
    public double OpenUntil { get; private set; }

    /// <summary>A probe is on its way: nobody else leaves before.</summary>
    public double ProbeUntil { get; private set; }

    /// <summary>When somebody was served last.</summary>
    public double LastServed { get; private set; }

    /// <summary>When something happened again at the gate after a long time.</summary>
    public double ResumedAt { get; private set; }

    public string? LastFailure { get; private set; }

    public bool IsDown => _failuresInARow >= FailuresThatOpen;

    /// <summary>Whether nobody has failed since somebody was served.</summary>
    public bool IsWell => _troubleSince is null;

    /// <summary>Another one where a refusal has announced a wait for everybody since somebody was served.</summary>
    public Patience Patience => _wasToldToWait ? _withAnnouncedWait : _withOutage;

    /// <summary>Failed attempts in all.</summary>
    public long Failures { get; private set; }

    /// <summary>Whether all failures since the last success were 429s.</summary>
    public bool IsOnlyThrottled { get; private set; }

    /// <summary>Whether anybody was ever served: what was reached once is not out of reach for good.</summary>
    public bool WasServed { get; private set; }

    /// <summary>Nobody was ever served, and an attempt has failed for a cause that does not pass by itself.</summary>
    /// <param name="inFlight">How many are in flight: as long as the others have not failed in the same way, it may be one node of
    /// several.</param>
    /// <returns>Whether that is final.</returns>
    public bool IsInaccessible(int inFlight) => ++_inaccessible >= Math.Min(inFlight, FailuresThatOpen);

    /// <summary>Whether others are served.</summary>
    public bool IsServing(double now) => WasServed && !IsDown && now - LastServed < Quiet;

    /// <param name="silence">Seconds without a success.</param>
    /// <param name="interval">Seconds between two sends at the present pace.</param>
    public bool IsQuiet(double silence, double interval) =>
        _troubleSince is not null && silence > Math.Max(Quiet, Rhythm * Math.Max(interval, _lastTrouble));

    public bool IsProbe(double silence, double interval) => IsDown || IsQuiet(silence, interval);

    /// <summary>Whether the host has been waited for long enough.</summary>
    public bool IsPatienceOver(double now) =>
        _failures >= FailuresThatOpen && now - _troubleSince > Patience.Length.TotalSeconds;

    /// <summary>Whether that is so even for an item that may leave: it came before the last failure, so somebody else is the next
    /// probe.</summary>
    /// <param name="now">The time.</param>
    /// <param name="failuresBefore">The <see cref="Failures"/> when the item came.</param>
    public bool IsPatienceLongOver(double now, long failuresBefore) => failuresBefore < Failures && IsPatienceOver(now - Quiet);

    /// <summary>Takes in that something happens at the gate. Where nothing did for longer than an attempt may take, nobody was there, or
    /// the process stood still: that was no waiting for the host. After ten minutes of it, an outage is forgotten.</summary>
    public void OnStep(double now)
    {
        var gap = now - _lastStepAt;
        _lastStepAt = now;
        if (gap <= _longestStep)
            return;

        ResumedAt = now;
        if (gap > LongGap)
            BeginAnew();
        else
            _troubleSince += gap;
    }

    public void OnProbe(double now) => ProbeUntil = now + ProbeTime;

    public void OnServed(double now, bool isCanary)
    {
        if (!isCanary)
            _lastTrouble = now - (_troubleSince ?? now);
        LastServed = now;
        LastFailure = null;
        WasServed = true;
        _troubleSince = null;
        _wasToldToWait = false;
        _failures = _failuresInARow = _openingsInARow = 0;
        OpenUntil = ProbeUntil = 0;
        RaiseLimit();
    }

    /// <summary>Takes in a failed attempt.</summary>
    /// <returns>Whether it opens the circuit.</returns>
    public bool OnFailure(double now, AttemptOutcome outcome, string? failure)
    {
        IsOnlyThrottled = outcome == AttemptOutcome.Throttled && (_troubleSince is null || IsOnlyThrottled);
        _troubleSince ??= now;
        LastFailure = failure;
        Failures++;
        _failures++;
        if (outcome is AttemptOutcome.Throttled or AttemptOutcome.Busy or AttemptOutcome.Crowded)
            return false;

        // While open, what arrives is an echo of what was already in flight.
        _failuresInARow++;
        if (!IsDown || now < OpenUntil)
            return false;

        if (_openingsInARow == 0)
            ForgetOldLowering(now);
        else
            UndoLowering();
        OpenUntil = now + Openings[Math.Min(_openingsInARow, Openings.Length - 1)];
        _openingsInARow++;
        return true;
    }

    /// <summary>A refusal announced a wait for everybody.</summary>
    public void OnToldToWait() => _wasToldToWait = true;

    public void OnCircuitOpen(double now, double retryAfter) =>
        OpenUntil = Math.Max(OpenUntil, now + Math.Max(ShortestOpening, retryAfter));

    private void BeginAnew()
    {
        _troubleSince = null;
        _wasToldToWait = false;
        _failures = _failuresInARow = _openingsInARow = _inaccessible = 0;
        Limit = options.MaxConcurrency;
    }
}
