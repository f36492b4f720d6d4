namespace ProductApi.Client.Throttling;

/// <summary>The learned rate of sending, in requests per second: unknown until the first push-back, then cut by push-backs and raised
/// again while there are none. Times are seconds on the gate's clock; calls happen under the gate's lock.</summary>
internal sealed class Pace
{
    private const double FirstGuess = 0.5;
    private const double DeepestCut = 0.5;
    private const double ShallowestCut = 0.97;
    private const double FirstStep = 0.03;
    private const double LargestStep = 0.5;
    private const double ClimbEvery = 2;
    private const double UsedShare = 0.8;
    private const double LateTimerSlack = 0.02;
    private const double ShortestPause = 0.02;
    private const double LongestBackoff = 5;

    // The last rate that was refused: the climb halves the distance to it before it goes on in steps.
    private double _ceiling = double.PositiveInfinity;
    private double _step = FirstStep;
    private double _climbAt = double.PositiveInfinity;
    private int _pacedSends;

    // A cycle is everything between two push-backs: its start, what was served in it, and how often its first send was refused.
    private double? _cycleStart;
    private int _served;
    private int _refusedAtOnce;

    /// <summary>Requests per second; infinite while no push-back has ever been seen.</summary>
    public double Rate { get; private set; } = double.PositiveInfinity;

    public bool IsKnown => !double.IsPositiveInfinity(Rate);

    /// <summary>When the next request may leave.</summary>
    public double NextSend { get; private set; }

    /// <summary>The first send of the current cycle.</summary>
    public long FirstOfCycle { get; private set; } = 1;

    public void OnSend(double now, bool isPaced)
    {
        _cycleStart ??= now;
        if (!isPaced)
            return;

        NextSend = Math.Max(NextSend, now - LateTimerSlack) + (1 / Rate);
        _pacedSends++;
        if (now >= _climbAt)
            Climb(now);
    }

    public void OnServed() => _served++;

    /// <summary>Takes in that a send was refused and returns the shortest pause that follows.</summary>
    public double OnPushback(double now, long sequence, long lastSequence)
    {
        var doublings = 0;
        if (sequence == FirstOfCycle)
        {
            // Refused right after a pause: too early, not too fast.
            doublings = ++_refusedAtOnce;
            FirstOfCycle = lastSequence + 1;
        }
        else if (sequence > FirstOfCycle)
        {
            Cut(now - (_cycleStart ?? now), lastSequence);
            _step = FirstStep;
            _refusedAtOnce = 0;
            FirstOfCycle = lastSequence + 1;
            _cycleStart = now;
            _served = 0;
        }

        // Otherwise it is an echo of a cycle that has ended; it may only extend the pause.
        return Math.Min(LongestBackoff, Math.Max(ShortestPause, 1 / Rate) * Math.Pow(2, Math.Min(doublings, 30)));
    }

    public void ResumeAt(double time)
    {
        NextSend = time;
        _pacedSends = 0;
        _climbAt = time + ClimbEvery;
    }

    /// <summary>An outage says nothing about the pace.</summary>
    public void Forget(long lastSequence)
    {
        Rate = _ceiling = double.PositiveInfinity;
        _cycleStart = null;
        _served = 0;
        FirstOfCycle = lastSequence + 1;
    }

    /// <summary>Takes back what refusals have cost that were not about the rate.</summary>
    public void Restore(double? rate, long lastSequence)
    {
        if (rate is { } known)
            Rate = Math.Max(Rate, known);
        else
            Forget(lastSequence);
    }

    private void Cut(double length, long lastSequence)
    {
        if (!IsKnown)
        {
            _ceiling = (lastSequence - FirstOfCycle + 1) / Math.Max(length, 0.1);
            Rate = FirstGuess * _ceiling;
            return;
        }

        var passed = Math.Max(0.5, _served) / Math.Max(length, 0.001);
        _ceiling = Rate;
        Rate *= Math.Clamp(Math.Sqrt(passed / Rate), DeepestCut, ShallowestCut);
    }

    private void Climb(double now)
    {
        // Only when the pace really was what held the sending back.
        if (_pacedSends >= UsedShare * Rate * ClimbEvery)
        {
            var halfway = Rate < _ceiling ? Math.Sqrt(Rate * _ceiling) : 0;
            Rate = Math.Max(halfway, Rate * (1 + _step));
            _step = Math.Min(LargestStep, 2 * _step);
        }

        _pacedSends = 0;
        _climbAt = now + ClimbEvery;
    }
}
