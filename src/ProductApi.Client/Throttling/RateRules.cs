namespace ProductApi.Client.Throttling;

/// <summary>The rules about the rate put together: pace, cycle, noise and silent window.</summary>
internal partial class RateRules
{
    private readonly Pace _pace = new();
    private readonly Noise _noise = new();
    private readonly SilentWindow _window = new();
    private Cycle _cycle = new(first: 1);

    /// <summary>The number of the last send.</summary>
    public long LastSend { get; protected set; }

    /// <summary>Requests per second; infinite while no pace is known.</summary>
    public double Pace => _pace.Rate;

    public bool IsPaceKnown => _pace.IsKnown;

    /// <summary>Seconds between two sends.</summary>
    public double Interval => 1 / _pace.Rate;

    /// <summary>Whether sends keep to the pace at present.</summary>
    public bool IsPaced => _pace.IsKnown && !_pace.IsFree;

    public double NextSend => _pace.NextSend;

    public double PauseUntil => _pace.PauseUntil;

    /// <summary>When a silent window is expected to open.</summary>
    public double WindowUntil => _window.Until;

    public virtual long OnSend(double now, bool isPaced)
    {
        LastSend++;
        _cycle.OnSend(now, LastSend);
        _pace.OnSend(now, isPaced);
        var isRaiseDue = isPaced && _pace.IsRaiseDue(now);
        Apply(now, _noise.OnSend(now, LastSend, isPaced, _pace.IsKnown));

        // A trial that has just ended puts the raise off.
        if (isRaiseDue && !_noise.IsTrial && _pace.IsRaiseDue(now))
        {
            _pace.Raise(now);
            _noise.OnRaise(now, LastSend);
        }

        return LastSend;
    }

    public void OnServedAttempt() => _cycle.OnServed();

    public void OnServed(Send send)
    {
        if (send.Number == _cycle.First)
            _window.OnOpened(_cycle.FirstAt, _cycle.RefusedFirst);
    }

    /// <param name="now">The time.</param>
    /// <param name="send">The send that was refused.</param>
    /// <param name="isRated">A 429 without a hint.</param>
    public virtual void OnRefused(double now, Send send, bool isRated)
    {
        _cycle.OnRefused(send.Number);
        Apply(now, _noise.OnRefused(now, send.Number, LastSend, isRated));
    }

    public bool IsFirstOfCycle(Send send) => send.Number == _cycle.First;

    /// <summary>Whether a refusal without a hint is noise: not about the rate.</summary>
    public virtual bool IsNoise(Send send) => send.Number > _cycle.First && !_noise.IsLimit(_cycle.First, LastSend, _pace.IsKnown);

    /// <summary>The host refused a request, or served the last one of a quota.</summary>
    /// <param name="now">The time.</param>
    /// <param name="send">The request.</param>
    /// <param name="pause">A pause that was asked for, in seconds.</param>
    /// <param name="announced">A wait for everybody that was announced, in seconds.</param>
    /// <param name="isHinted">The refusal says that it is about the rate.</param>
    /// <param name="isServed">It was served.</param>
    public void PushBack(double now, Send send, double pause, double announced, bool isHinted, bool isServed)
    {
        var doublings = 0;
        if (send.Number == _cycle.First && !isServed)
        {
            _cycle.OnTooEarly(LastSend);
            doublings = _cycle.RefusedFirst;
            _window.OnStillShut(_cycle.FirstAt);
        }
        else if (send.Number > _cycle.First)
        {
            pause = Math.Max(pause, OnTooFast(now, send, announced, isHinted));
        }

        // Otherwise it is an echo of a cycle that has ended; it may only extend the pause.
        _pace.Pause(now, pause, doublings);
    }

    public virtual void Apply(double now, PaceVerdict verdict)
    {
        if (verdict.Rate is not { } rate)
            return;

        if (double.IsPositiveInfinity(rate))
        {
            Forget(now);
            return;
        }

        _pace.Set(rate);
        _pace.CountRaisesFrom(now);
    }

    /// <summary>An outage says nothing about the pace.</summary>
    public virtual void Forget(double now)
    {
        _pace.Forget();
        _noise.Reset(now, LastSend);
        _window.Forget();
        _cycle = new Cycle(LastSend + 1, start: null, _cycle.RefusedFirst);
    }

    public void ResumeAt(double time) => _pace.ResumeAt(time);

    private double OnTooFast(double now, Send send, double announced, bool isHinted)
    {
        var (passed, length) = (_cycle.Passed(send.Number), _cycle.Length(now));
        var untilOpen = _window.OnClosed(now, _cycle.FirstAt, passed, isHinted);
        if (!_pace.Refill(announced, passed, length))
        {
            var trial = _noise.OnCut(now, LastSend, _pace.IsKnown, isHinted || _window.IsKnown);
            _pace.OnTooFast(_cycle.ServedRate(now) / (1 - _noise.Share));
            if (trial.Rate is { } rate)
                _pace.Set(rate);
        }

        _cycle = new Cycle(LastSend + 1, now);
        return untilOpen;
    }
}
