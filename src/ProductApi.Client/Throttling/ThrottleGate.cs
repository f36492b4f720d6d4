using Microsoft.Extensions.Logging;
using ProductApi.Client.Diagnostics;

namespace ProductApi.Client.Throttling;

/// <summary>Decides when a client's next request may leave, from what the host has answered. One per client, shared by all its calls. The
/// rules are in <see cref="GateRules"/>; here are the clock, the one lock, the queues and the telemetry.</summary>
internal sealed partial class ThrottleGate
{
    // What takes less is not reported as a wait.
    private const double ShortestWait = 0.001;

    private readonly object _lock = new();
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly ProductClientTelemetry _telemetry;
    private readonly ThrottleEvents _events;
    private readonly HeldBackTime _heldBack = new();

    // The side door is for suspects: others do not queue behind them.
    private readonly AdmissionQueue _turnstile;
    private readonly AdmissionQueue _sideDoor;

    private GateRules _rules;

    public ThrottleGate(
        ProductClientOptions options, TimeProvider time, ProductClientTelemetry telemetry, ILogger logger, IGateRulesFactory? shared = null)
    {
        (_time, _started, _telemetry) = (time, time.GetTimestamp(), telemetry);
        _events = new ThrottleEvents(options, telemetry, logger);
        _turnstile = new AdmissionQueue(time);
        _sideDoor = new AdmissionQueue(time);
        _rules = shared?.Create(this, options, time, _started) ?? new GateRules(options);
    }

    /// <summary>Waits until the item may leave. A permit is completed or disposed of; who gives the item up without an answer calls
    /// <see cref="Leave"/>.</summary>
    public ValueTask<Admission> EnterAsync(Item item, CancellationToken cancellationToken)
    {
        // The queues are for those who have to wait; a backup never does.
        if ((item.IsBackup || (!item.IsSuspect && _turnstile.IsEmpty)) && !cancellationToken.IsCancellationRequested)
        {
            var step = Look(item);
            if (step.Kind is NextStepKind.Send or NextStepKind.GiveUp)
                return new(Admit(item, step));
        }

        return WaitAsync(item, cancellationToken);
    }

    /// <summary>Waits for as long as a refusal asks of the item alone.</summary>
    public Task DelayAsync(double seconds, CancellationToken cancellationToken) => _turnstile.DelayAsync(seconds, cancellationToken);

    /// <summary>The item is given up without an answer: it was cancelled.</summary>
    public void Leave(Item item)
    {
        if (!item.IsInside)
            return;

        lock (_lock)
        {
            RulesOf(item).Leave(item);
            _heldBack.OnStepNeedsLock(Now(), NextStepKind.GiveUp, isHeld: false);
        }
    }

    // What follows is for SendPermit.
    internal bool TryRetry(Item item)
    {
        lock (_lock)
            return RulesOf(item).TryRetry(Now(), item);
    }

    internal AttemptVerdict OnFailedAttempt(Item item, AttemptOutcome outcome, bool timedOut, string? failure)
    {
        AttemptVerdict verdict;
        ThrottleEvents.Event outage;
        lock (_lock)
        {
            var now = Now();
            verdict = RulesOf(item).OnFailedAttempt(now, item, outcome, timedOut, failure, out var isOutage);
            outage = isOutage ? _events.OnOutage(now, failure, RulesOf(item).Patience) : default;
        }

        _rules.AfterStep();
        _events.Publish(outage);
        return verdict;
    }

    internal NextStep OnResult(Item item, SendResult result)
    {
        NextStep step;
        ThrottleEvents.Event ended, pushback;
        bool makesRoom;
        var isServed = result.Outcome == AttemptOutcome.Served;
        lock (_lock)
        {
            var now = Now();
            var rules = RulesOf(item);
            var pushbacks = rules.Pushbacks;
            makesRoom = !_turnstile.IsEmpty && rules.IsFull;
            step = rules.OnResult(now, item, result);
            ended = isServed ? _events.OnServed(now) : default;
            pushback = rules.Pushbacks > pushbacks
                ? _events.OnPushback(now, rules.HeldUntil - now, isServed ? "quota used up" : rules.LastFailure)
                : default;
        }

        _rules.AfterStep();
        _events.Publish(ended);
        _events.Publish(pushback);
        if (makesRoom)
            _turnstile.Wake();
        return step;
    }

    internal void Abandon(Item item)
    {
        bool makesRoom;
        lock (_lock)
        {
            var rules = RulesOf(item);
            makesRoom = !_turnstile.IsEmpty && rules.IsFull;
            rules.Abandon(Now(), item);
        }

        if (makesRoom)
            _turnstile.Wake();
    }

    private async ValueTask<Admission> WaitAsync(Item item, CancellationToken cancellationToken)
    {
        var arrived = Now();
        NextStep step;
        do
        {
            var door = item.IsSuspect ? _sideDoor : _turnstile;
            step = await door.PassAsync(item, Look, cancellationToken).ConfigureAwait(false);
        }
        while (step.Kind == NextStepKind.StepAside);

        var admission = Admit(item, step);
        ReportWait(arrived, admission.Permit);
        return admission;
    }

    private NextStep Look(Item item)
    {
        NextStep step;
        lock (_lock)
        {
            var now = Now();
            ComeToPresentRulesNeedsLock(item);
            step = _rules.Enter(now, item, !_turnstile.IsEmpty);
            if (_rules.IsWell)
                _events.OnBegunAnew();
            _heldBack.OnStepNeedsLock(now, step.Kind, isHeld: true);
        }

        _rules.AfterStep();
        item.GiveSlotBackIfParked();
        return step;
    }

    private Admission Admit(Item item, NextStep step) => new(
        step.Kind == NextStepKind.Send ? new SendPermit(this, item) : default, step.GiveUp);

    private void ReportWait(double arrived, SendPermit permit)
    {
        try
        {
            if (Now() - arrived is >= ShortestWait and var waited)
                _telemetry.ThrottleWaited(waited);
        }
        catch
        {
            // Somebody's listener threw: the request will not be sent.
            permit.Dispose();
            throw;
        }
    }

    private double Now() => _time.GetElapsedTime(_started).TotalSeconds;
}
