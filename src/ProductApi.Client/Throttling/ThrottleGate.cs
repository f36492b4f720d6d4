using Microsoft.Extensions.Logging;
using ProductApi.Client.Diagnostics;
using ProductApi.Client.Headers;

namespace ProductApi.Client.Throttling;

/// <summary>Decides when a client's next request may leave, from what the host has answered. One per client, shared by all its calls;
/// one lock.</summary>
internal sealed class ThrottleGate(ProductClientOptions options, TimeProvider time, ProductClientTelemetry telemetry, ILogger logger)
{
    // The smallest Retry-After a header can carry: a host that means 20 ms must say it, so it binds the item alone.
    private const double SmallestRetryAfter = 1;

    // What takes less was no wait, only a turn.
    private const double ShortestWait = 0.001;

    private readonly object _lock = new();
    private readonly AdmissionQueue _turnstile = new(time);
    private readonly Pace _pace = new();
    private readonly QuotaWindow _quota = new();
    private readonly HostHealth _health = new(options);
    private readonly ThrottleEvents _episodes = new(options, telemetry, logger);
    private readonly double _maxRetryAfter = options.MaxRetryAfter.TotalSeconds;
    private readonly long _started = time.GetTimestamp();

    private long _sequence;
    private int _inFlight;
    private double _pauseUntil;
    private double _announcedUntil;
    private int _pushbacks;
    private double _heldBack;
    private double? _heldSince;

    /// <summary>Whether a retry may not leave now.</summary>
    public bool IsHeld
    {
        get
        {
            lock (_lock)
                return Now() < Math.Max(_pauseUntil, _health.OpenUntil);
        }
    }

    public long Failures => _health.Failures;

    public ThrottleReport Report
    {
        get
        {
            lock (_lock)
                return new ThrottleReport(_pushbacks, TimeSpan.FromSeconds(_heldBack), _pace.IsKnown ? _pace.Rate : null);
        }
    }

    /// <summary>Waits until a request may leave. Every admission is followed by exactly one <see cref="OnResult"/>,
    /// <see cref="OnItemAtFault"/> or <see cref="OnAbandoned"/>. The item tells the <see cref="Failures"/> from before it came.</summary>
    public ValueTask<SendPermit> EnterAsync(long failuresBefore, CancellationToken cancellationToken)
    {
        // The turnstile is for those who have to wait.
        if (_turnstile.IsEmpty && !cancellationToken.IsCancellationRequested && TryAdmit(failuresBefore, out var admission) <= 0)
            return new(admission);
        return WaitAsync(failuresBefore, cancellationToken);
    }

    /// <summary>Takes in how an attempt failed and returns whether the host counts as down.</summary>
    public bool OnFailedAttempt(AttemptOutcome outcome, bool timedOut, string? failure)
    {
        ThrottleEvents.News news = default;
        bool isDown;
        lock (_lock)
        {
            var now = Now();
            if (_health.OnFailure(now, outcome, timedOut, failure))
            {
                _pace.Forget(_sequence);
                news = _episodes.OnOutage(now, failure);
            }

            isDown = _health.IsDown;
        }

        _episodes.Tell(news);
        return isDown;
    }

    /// <summary>Takes in the final outcome of a send and returns how long its item must wait before it asks again.</summary>
    public TimeSpan OnResult(long sequence, AttemptOutcome outcome, TimeSpan retryAfter, Quota? quota)
    {
        ThrottleEvents.News ended = default, news = default;
        var wait = 0.0;
        lock (_lock)
        {
            var now = Now();
            _inFlight--;
            if (outcome == AttemptOutcome.Served)
            {
                _health.OnServed(now);
                _pace.OnServed();
                ended = _episodes.OnServed(now);
            }
            if (quota is { } announced)
                news = OnQuota(now, sequence, outcome, announced);
            if (outcome is AttemptOutcome.Throttled or AttemptOutcome.Busy)
                (wait, news) = OnRefused(now, sequence, outcome, retryAfter.TotalSeconds);
            else if (outcome == AttemptOutcome.CircuitOpen)
                _health.OnCircuitOpen(now, retryAfter.TotalSeconds);
        }

        _episodes.Tell(ended);
        _episodes.Tell(news);
        return TimeSpan.FromSeconds(wait);
    }

    /// <summary>A send was cancelled: that tells nothing about the host.</summary>
    public void OnAbandoned()
    {
        lock (_lock)
            _inFlight--;
    }

    /// <summary>A send was refused for what its item is: the pace it cost goes back to what it was before.</summary>
    public void OnItemAtFault(double? paceBefore)
    {
        lock (_lock)
        {
            _inFlight--;
            _pace.Restore(paceBefore, _sequence);
        }
    }

    /// <summary>Waits out an item's own Retry-After.</summary>
    public Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken) =>
        _turnstile.DelayAsync(delay.TotalSeconds, cancellationToken);

    private async ValueTask<SendPermit> WaitAsync(long failuresBefore, CancellationToken cancellationToken)
    {
        var arrived = Now();
        var admission = await _turnstile
            .PassAsync((out SendPermit granted) => TryAdmit(failuresBefore, out granted), cancellationToken).ConfigureAwait(false);
        try
        {
            if (Now() - arrived is >= ShortestWait and var waited)
                telemetry.ThrottleWaited(waited);
            return admission;
        }
        catch when (admission.Refusal is null)
        {
            // Somebody's listener threw: the request will not be sent.
            OnAbandoned();
            throw;
        }
    }

    private double TryAdmit(long failuresBefore, out SendPermit admission)
    {
        lock (_lock)
        {
            var now = Now();
            admission = default;
            var refusal = Refuse(now, failuresBefore);
            var wait = refusal is null ? WaitTime(now) : 0;
            if (wait > 0)
            {
                _heldSince ??= now;
                return wait;
            }

            _heldBack += now - (_heldSince ?? now);
            _heldSince = null;
            admission = refusal is null ? new SendPermit(Admit(now), null) : new SendPermit(0, refusal);
            return 0;
        }
    }

    private GiveUp? Refuse(double now, long failuresBefore)
    {
        var usedUp = _quota.UsedUpUntil(now);
        var until = Math.Max(Math.Max(_pauseUntil, _health.OpenUntil), usedUp);
        if (Math.Max(_announcedUntil, usedUp) - now > _maxRetryAfter)
            return Refusal(FetchErrorKind.RateLimited);

        // Who has come after the last failure may be the next probe.
        var isOver = until > now ? _health.IsPatienceOver(now) : failuresBefore < _health.Failures && _health.IsPatienceLongOver(now);
        return isOver ? Refusal(FetchErrorKind.Unavailable) : null;

        GiveUp Refusal(FetchErrorKind kind) => new(kind, TimeSpan.FromSeconds(Math.Max(0, until - now)), _health.LastFailure);
    }

    private double WaitTime(double now)
    {
        var until = Math.Max(Math.Max(_pauseUntil, _health.BlockedUntil), _quota.UsedUpUntil(now));
        if (_inFlight >= (int)Math.Min(_health.Limit, _quota.Room(now)))
            until = Math.Max(until, now + AdmissionQueue.Poll);
        if (IsPaced(now))
            until = Math.Max(until, _pace.NextSend);
        return until - now;
    }

    private long Admit(double now)
    {
        _sequence++;
        _inFlight++;
        _health.OnSend(now);
        _pace.OnSend(now, IsPaced(now));
        return _sequence;
    }

    // A host that says there is room for everything in flight need not be paced.
    private bool IsPaced(double now) => _pace.IsKnown && !_quota.IsPlenty(now, options.MaxConcurrency);

    private (double Wait, ThrottleEvents.News News) OnRefused(double now, long sequence, AttemptOutcome outcome, double retryAfter)
    {
        _health.OnAnnouncedWait(retryAfter);
        var bindsAll = retryAfter > SmallestRetryAfter || retryAfter > _maxRetryAfter || sequence == _pace.FirstOfCycle;
        var news = Pushback(now, sequence, bindsAll ? retryAfter : 0, _health.LastFailure);
        if (outcome == AttemptOutcome.Busy && _health.IsQuiet(now))
            _pace.Forget(_sequence);

        // Beyond that the gate refuses: the item is to hear so at once.
        return (retryAfter > _maxRetryAfter ? 0 : Math.Min(retryAfter, SmallestRetryAfter), news);
    }

    private ThrottleEvents.News OnQuota(double now, long sequence, AttemptOutcome outcome, Quota announced)
    {
        _quota.Update(now, announced);

        // A used-up quota is a push-back before the refusal.
        var isUsedUp = announced.Remaining == 0 && announced.Reset > TimeSpan.Zero;
        return isUsedUp && outcome == AttemptOutcome.Served && sequence > _pace.FirstOfCycle
            ? Pushback(now, sequence, _quota.UsedUpUntil(now) - now, "quota used up")
            : default;
    }

    private ThrottleEvents.News Pushback(double now, long sequence, double hold, string? reason)
    {
        _announcedUntil = Math.Max(_announcedUntil, now + hold);
        var until = now + Math.Max(hold, _pace.OnPushback(now, sequence, _sequence));
        if (until > _pauseUntil)
        {
            _pauseUntil = until;
            _pace.ResumeAt(until);
        }

        _pushbacks++;
        return _episodes.OnPushback(now, until - now, reason);
    }

    private double Now() => time.GetElapsedTime(_started).TotalSeconds;
}
