using Microsoft.Extensions.Logging;
using ProductApi.Client.Diagnostics;
using ProductApi.Client.Http;

namespace ProductApi.Client.Throttling;

/// <summary>Decides when a client's next request may leave, from what the host has answered. One per client, shared by all its calls;
/// one lock; one waiter sleeps at the turnstile and the others queue behind it.</summary>
#pragma warning disable CA1001 // The turnstile owns no handle, and disposing of it would leave its waiters hanging.
internal sealed class ThrottleGate(ProductClientOptions options, TimeProvider time, ProductClientTelemetry telemetry, ILogger logger)
#pragma warning restore CA1001
{
    // Failures in a row that mean the host is down, not the item.
    private const int FailuresThatOpen = 8;

    // Nothing succeeded for so long: one request at a time, or the next one after a probe's time.
    private const double Quiet = 2;
    private const double ProbeTime = 0.5;

    // The smallest Retry-After a header can carry: a host that means 20 ms must say it, so it binds the item alone.
    private const double SmallestRetryAfter = 1;
    private const double Poll = 0.05;
    private const double SmallestOpening = 0.1;

    private static readonly double[] Openings = [0.5, 1, 2, 4, 5];

    private readonly object _lock = new();
    private readonly SemaphoreSlim _turnstile = new(1, 1);
    private readonly Pace _pace = new();
    private readonly Episodes _episodes = new(options, telemetry, logger);
    private readonly double _maxRetryAfter = options.MaxRetryAfter.TotalSeconds;
    private readonly double _outagePatience = options.OutagePatience.TotalSeconds;
    private readonly long _started = time.GetTimestamp();

    private long _sequence;
    private int _inFlight;
    private double _limit = options.MaxConcurrency;
    private double _pauseUntil;
    private double _announcedUntil;
    private double _openUntil;
    private double _aloneUntil;
    private double _lastServed;
    private double? _troubleSince;
    private string? _lastFailure;
    private bool _announced;
    private int _failuresInARow;
    private int _openingsInARow;

    /// <summary>Waits until a request may leave. Every admission is followed by exactly one <see cref="OnResult"/> or
    /// <see cref="OnAbandoned"/>.</summary>
    public async ValueTask<Admission> EnterAsync(CancellationToken cancellationToken)
    {
        await _turnstile.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            double? waitingSince = null;
            while (true)
            {
                double wait;
                lock (_lock)
                {
                    var now = Now();
                    if (Refuse(now) is { } refusal)
                        return new Admission(0, refusal);

                    wait = WaitTime(now);
                    if (wait <= 0)
                    {
                        if (waitingSince is { } since)
                            telemetry.ThrottleWaited(now - since);
                        return new Admission(Stamp(now), null);
                    }

                    waitingSince ??= now;
                }

                await DelayAsync(Math.Min(wait, Poll), cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _turnstile.Release();
        }
    }

    /// <summary>Whether a retry may not leave now.</summary>
    public bool IsHeld
    {
        get
        {
            lock (_lock)
                return Now() < Math.Max(_pauseUntil, _openUntil);
        }
    }

    /// <summary>Takes in how an attempt ended and returns whether the host counts as down.</summary>
    public bool OnAttempt(AttemptOutcome outcome, bool timedOut, string? failure)
    {
        lock (_lock)
        {
            var now = Now();
            if (outcome == AttemptOutcome.Served)
            {
                OnServed(now);
                return false;
            }

            _troubleSince ??= now;
            _lastFailure = failure;
            if (timedOut)
                _limit = Math.Max(1, _limit - 1);
            if (outcome is AttemptOutcome.Throttled or AttemptOutcome.Busy)
                return _failuresInARow >= FailuresThatOpen;

            _failuresInARow++;
            if (_failuresInARow >= FailuresThatOpen && now >= _openUntil)
                Open(now);
            return _failuresInARow >= FailuresThatOpen;
        }
    }

    /// <summary>Takes in the final outcome of a send and returns how long its item must wait before it asks again.</summary>
    public TimeSpan OnResult(long sequence, AttemptOutcome outcome, TimeSpan retryAfter)
    {
        lock (_lock)
        {
            var now = Now();
            var hold = retryAfter.TotalSeconds;
            _inFlight--;
            if (outcome is AttemptOutcome.Throttled or AttemptOutcome.Busy)
            {
                _announced |= hold > 0;
                Pushback(now, sequence, hold > SmallestRetryAfter || sequence == _pace.FirstOfCycle ? hold : 0);
                if (outcome == AttemptOutcome.Busy && now - _lastServed > Quiet)
                    _pace.Forget(_sequence);
                return hold > _maxRetryAfter ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Min(hold, SmallestRetryAfter));
            }

            if (outcome == AttemptOutcome.CircuitOpen)
                _openUntil = Math.Max(_openUntil, now + Math.Max(SmallestOpening, hold));
            return TimeSpan.Zero;
        }
    }

    /// <summary>A send ended without telling anything about the host: cancelled, or its item given up.</summary>
    public void OnAbandoned()
    {
        lock (_lock)
            _inFlight--;
    }

    /// <summary>Waits out an item's own Retry-After.</summary>
    public Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken) => DelayAsync(delay.TotalSeconds, cancellationToken);

    private SendRefusal? Refuse(double now)
    {
        var until = Math.Max(_pauseUntil, _openUntil);
        if (_announcedUntil - now > _maxRetryAfter)
            return Refusal(FetchErrorKind.RateLimited);
        if (until > now && _troubleSince is { } since && now - since > (_announced ? Math.Max(_maxRetryAfter, _outagePatience) : _outagePatience))
            return Refusal(FetchErrorKind.Unavailable);
        return null;

        SendRefusal Refusal(FetchErrorKind kind) => new(kind, TimeSpan.FromSeconds(until - now), _lastFailure);
    }

    private double WaitTime(double now)
    {
        var until = Math.Max(Math.Max(_pauseUntil, _openUntil), _aloneUntil);
        if (_inFlight >= (int)_limit)
            until = Math.Max(until, now + Poll);
        if (_pace.IsKnown)
            until = Math.Max(until, _pace.NextSend);
        return until - now;
    }

    private long Stamp(double now)
    {
        _sequence++;
        _inFlight++;
        if (_failuresInARow >= FailuresThatOpen || (_troubleSince is not null && now - _lastServed > Quiet))
            _aloneUntil = now + ProbeTime;
        _pace.OnSend(now);
        return _sequence;
    }

    private void OnServed(double now)
    {
        _lastServed = now;
        _troubleSince = null;
        _announced = false;
        _failuresInARow = _openingsInARow = 0;
        _openUntil = _aloneUntil = 0;
        _pace.OnServed();
        _limit = Math.Min(options.MaxConcurrency, _limit + (1 / (5 * _limit)));
        _episodes.OnServed(now);
    }

    private void Open(double now)
    {
        _pace.Forget(_sequence);
        _openUntil = now + Openings[Math.Min(_openingsInARow, Openings.Length - 1)];
        _openingsInARow++;
        _episodes.OnOutage(now, _lastFailure);
    }

    private void Pushback(double now, long sequence, double hold)
    {
        _announcedUntil = Math.Max(_announcedUntil, now + hold);
        var until = now + Math.Max(hold, _pace.OnPushback(now, sequence, _sequence));
        if (until > _pauseUntil)
        {
            _pauseUntil = until;
            _pace.ResumeAt(until);
        }

        _episodes.OnPushback(now, until - now, _lastFailure);
    }

    private double Now() => time.GetElapsedTime(_started).TotalSeconds;

    // Task.Delay cuts off fractions of a millisecond: 0.4 ms would be no wait at all.
    private Task DelayAsync(double seconds, CancellationToken cancellationToken) =>
        Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(seconds * 1000)), time, cancellationToken);
}
