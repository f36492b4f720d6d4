namespace ProductApi.Client.Throttling;

/// <summary>How fast may requests leave? Requests per second: unknown before the first push-back, then cut by each push-back and raised
/// while there is none.</summary>
internal sealed partial class Pace
{
    private const double Unknown = double.PositiveInfinity;

    // The first pace is this share of the busiest moment.
    private const double FirstGuess = 0.5;

    // A cut leaves between these shares.
    private const double DeepestCut = 0.5;
    private const double ShallowestCut = 0.97;

    public const double FirstRaise = 0.03;
    private const double LargestRaise = 0.5;
    private const double RaiseEvery = 2;

    // A raise needs this share of the pace to have been used: otherwise it was not the pace that held sending back.
    private const double UsedShare = 0.8;

    // So much of a late timer may be caught up.
    private const double Slack = 0.02;

    private const double ShortestPause = 0.02;
    private const double LongestPause = 5;
    private const int MostDoublings = 16;

    private Busiest _busiest = new();

    // The rate that was refused last: a raise goes halfway towards it first.
    private double _ceiling = Unknown;
    private double _raise = FirstRaise;
    private double _raiseAt = double.PositiveInfinity;
    private int _pacedSends;

    // Sends that a refilled limit takes at any speed.
    private int _free;

    public double Rate { get; private set; } = Unknown;

    public bool IsKnown => !double.IsPositiveInfinity(Rate);

    public bool IsFree => _free > 0;

    /// <summary>Nobody leaves before.</summary>
    public double PauseUntil { get; private set; }

    /// <summary>The next paced request may leave then.</summary>
    public double NextSend { get; private set; }

    public void OnSend(double now, bool isPaced)
    {
        if (!IsKnown)
            _busiest.OnSend(now);
        if (_free > 0)
            _free--;
        if (!isPaced)
            return;

        NextSend = Math.Max(NextSend, now - Slack) + (1 / Rate);
        _pacedSends++;
    }

    public bool IsRaiseDue(double now) => now >= _raiseAt;

    public void Raise(double now)
    {
        if (_pacedSends >= UsedShare * Rate * RaiseEvery)
        {
            var halfway = Rate < _ceiling ? Math.Sqrt(Rate * _ceiling) : 0;
            Rate = Math.Max(halfway, Rate * (1 + _raise));
            _raise = Math.Min(LargestRaise, 2 * _raise);
        }

        CountRaisesFrom(now);
    }

    /// <summary>Cuts to the geometric mean of what was refused and what passed, in requests per second.</summary>
    public void OnTooFast(double passed)
    {
        _raise = FirstRaise;
        if (!IsKnown)
        {
            Set(_busiest.Rate);
            Rate *= FirstGuess;
            return;
        }

        _ceiling = Rate;
        Rate *= Math.Clamp(Math.Sqrt(passed / Rate), DeepestCut, ShallowestCut);
    }

    /// <summary>A limit refills during an announced wait, at the rate that passed: so many sends need no pace afterwards.</summary>
    /// <param name="wait">The announced wait; 0: none.</param>
    /// <param name="passed">Sends that passed in the cycle.</param>
    /// <param name="length">How long the cycle took.</param>
    /// <returns>Whether the push-back came in the midst of such sends: less was refilled than thought, which is not the pace's
    /// fault.</returns>
    public bool Refill(double wait, double passed, double length)
    {
        var wasFree = IsFree;
        _free = (int)(passed * Math.Min(1, wait / length));
        return wasFree;
    }

    /// <summary>Another rule knows better.</summary>
    public void Set(double rate)
    {
        _ceiling = double.IsPositiveInfinity(_ceiling) ? rate : Math.Max(rate, _ceiling);
        Rate = rate;
        _busiest = new Busiest();
    }

    public void Forget()
    {
        Rate = _ceiling = Unknown;
        _busiest = new Busiest();
    }

    /// <param name="now">The time.</param>
    /// <param name="atLeast">Seconds.</param>
    /// <param name="doublings">How often the pause of a refused first send is doubled.</param>
    public void Pause(double now, double atLeast, int doublings)
    {
        var backOff = Math.Max(ShortestPause, 1 / Rate) * Math.Pow(2, Math.Min(doublings, MostDoublings));
        var until = now + Math.Max(atLeast, Math.Min(LongestPause, backOff));
        if (until <= PauseUntil)
            return;

        PauseUntil = until;
        ResumeAt(until);
    }

    /// <summary>The next paced send leaves then, and raises are counted from then on.</summary>
    public void ResumeAt(double time)
    {
        NextSend = time;
        CountRaisesFrom(time);
    }

    public void CountRaisesFrom(double time)
    {
        _pacedSends = 0;
        _raiseAt = time + RaiseEvery;
    }
}
