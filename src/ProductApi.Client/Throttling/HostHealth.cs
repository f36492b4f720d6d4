namespace ProductApi.Client.Throttling;

/// <summary>Whether the host is up: failures in a row open the circuit, probes find out when it is back. Times are seconds on the gate's
/// clock; calls happen under its lock.</summary>
internal sealed class HostHealth(ProductClientOptions options)
{
    // Failures in a row that mean the host is down, not the item.
    private const int FailuresThatOpen = 8;

    // Nothing succeeded for so long: one request at a time, or the next one after a probe's time.
    private const double Quiet = 2;
    private const double ProbeTime = 0.5;
    private const double ShortestOpening = 0.1;

    private static readonly double[] Openings = [0.5, 1, 2, 4, 5];

    private readonly double _outagePatience = options.OutagePatience.TotalSeconds;
    private double _lastServed;
    private double? _troubleSince;
    private double _longestAnnounced;
    private long _failures;
    private int _failuresInARow;
    private int _openingsInARow;
    private double _aloneUntil;

    /// <summary>Down: nothing may be sent before.</summary>
    public double OpenUntil { get; private set; }

    /// <summary>Down, or a probe is on its way.</summary>
    public double BlockedUntil => Math.Max(OpenUntil, _aloneUntil);

    /// <summary>Requests that may be in flight; timeouts lower it, successes raise it again.</summary>
    public double Limit { get; private set; } = options.MaxConcurrency;

    public string? LastFailure { get; private set; }

    /// <summary>How many attempts have failed; also read without the lock.</summary>
    public long Failures => Volatile.Read(ref _failures);

    public bool IsDown => _failuresInARow >= FailuresThatOpen;

    public bool IsQuiet(double now) => now - _lastServed > Quiet;

    /// <summary>Whether waiting has lasted long enough to be given up. An announced wait is no outage: patience begins after it.</summary>
    public bool IsPatienceOver(double now) => _troubleSince is { } since && now - since > _outagePatience + _longestAnnounced;

    /// <summary>Whether it has been over for so long that also who is about to be sent may give up.</summary>
    public bool IsPatienceLongOver(double now) => IsPatienceOver(now - Quiet);

    public void OnSend(double now)
    {
        if (IsDown || (_troubleSince is not null && IsQuiet(now)))
            _aloneUntil = now + ProbeTime;
    }

    public void OnServed(double now)
    {
        _lastServed = now;
        _troubleSince = null;
        _longestAnnounced = 0;
        _failuresInARow = _openingsInARow = 0;
        OpenUntil = _aloneUntil = 0;
        Limit = Math.Min(options.MaxConcurrency, Limit + (1 / (5 * Limit)));
    }

    /// <summary>Takes in a failed attempt and returns whether it opens the circuit.</summary>
    public bool OnFailure(double now, AttemptOutcome outcome, bool timedOut, string? failure)
    {
        _troubleSince ??= now;
        LastFailure = failure;
        Volatile.Write(ref _failures, _failures + 1);
        if (timedOut)
            Limit = Math.Max(1, Limit - 1);
        if (outcome is AttemptOutcome.Throttled or AttemptOutcome.Busy)
            return false;

        // While open, what arrives is an echo of what was already in flight.
        _failuresInARow++;
        if (!IsDown || now < OpenUntil)
            return false;

        OpenUntil = now + Openings[Math.Min(_openingsInARow, Openings.Length - 1)];
        _openingsInARow++;
        return true;
    }

    public void OnAnnouncedWait(double seconds) => _longestAnnounced = Math.Max(_longestAnnounced, seconds);

    public void OnCircuitOpen(double now, double retryAfter) =>
        OpenUntil = Math.Max(OpenUntil, now + Math.Max(ShortestOpening, retryAfter));
}
