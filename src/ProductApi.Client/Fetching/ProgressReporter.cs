using Microsoft.Extensions.Logging;
using ProductApi.Client.Diagnostics;
using ProductApi.Client.Keys;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Fetching;

/// <summary>Counts results and tells the caller, at most about ten times a second and once more at the end.</summary>
internal sealed class ProgressReporter(
    IProgress<FetchProgress>? progress, int? total, ThrottleGate gate, ApiKeyBreaker breaker, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.1);

    private readonly object _reporting = new();
    private readonly long _started = time.GetTimestamp();
    private readonly ThrottleReport _throttleBefore = gate.Report;
    private IProgress<FetchProgress>? _progress = progress;
    private TimeSpan _nextReport = Interval;
    private int _succeeded;
    private int _failed;

    // Beyond one for each id.
    private long _moreAttempts;

    public FetchProgress Current => new()
    {
        Succeeded = Volatile.Read(ref _succeeded),
        Failed = Volatile.Read(ref _failed),
        Total = total,
        Elapsed = time.GetElapsedTime(_started),
        Pushbacks = Throttling.Pushbacks,
        Pace = Throttling.Pace,
        IsHeldForKey = breaker.IsHeld,
    };

    /// <summary>How the client was throttled since the run started.</summary>
    public ThrottleReport Throttling
    {
        get
        {
            var now = gate.Report;
            return now with
            {
                Pushbacks = now.Pushbacks - _throttleBefore.Pushbacks,
                Canaries = now.Canaries - _throttleBefore.Canaries,
                HeldBack = now.HeldBack - _throttleBefore.HeldBack,
            };
        }
    }

    public long Attempts => Volatile.Read(ref _succeeded) + Volatile.Read(ref _failed) + Interlocked.Read(ref _moreAttempts);

    public void Add(bool succeeded, int attempts)
    {
        Interlocked.Increment(ref succeeded ? ref _succeeded : ref _failed);
        if (attempts != 1)
            Interlocked.Add(ref _moreAttempts, attempts - 1);
        if (_progress is null || !Monitor.TryEnter(_reporting))
            return;

        try
        {
            var elapsed = time.GetElapsedTime(_started);
            if (elapsed < _nextReport)
                return;

            _nextReport = elapsed + Interval;
            Report(Current);
        }
        finally
        {
            Monitor.Exit(_reporting);
        }
    }

    public void ReportEnd()
    {
        lock (_reporting)
            Report(Current);
    }

    private void Report(FetchProgress current)
    {
        try
        {
            _progress?.Report(current);
        }
        catch (Exception exception)
        {
            _progress = null;
            Log.ProgressFailed(logger, exception);
        }
    }
}
