namespace ProductApi.Client.Throttling;

/// <summary>A refusal without a hint: is the rate the cause, or does the host refuse as many at any rate? Each cut lowers the share that a
/// limit refuses, but not noise: after three cuts in a row a trial decides, at a pace well below what got through.</summary>
internal sealed partial class Noise
{
    // Sends looked at.
    public const int Recent = 64;

    // Without a pace, this share of what is no noise may be refused before it looks like a limit.
    private const double Blend = 0.4;

    // Refusals more than explained that make a cluster: six in a row. The margin is for 5 x 0.6, which is not 3.
    private const double Cluster = 3 + 1e-6;

    // Where so many are refused the rate is the cause.
    private const double Half = 0.5;

    // Cuts in a row that start a trial; refusals that end one.
    private const int Row = 3;

    // A trial's pace in terms of what got through, which is at least this share of what it was last time.
    private const double Below = 0.85;
    private const double Keep = 0.5;

    // A 429 is believed for longer: so many of the recent sends must be refused, in a block older than this.
    private const int Many = 8;
    private const double Young = 0.5;

    // A trial lasts until so many refusals were due; below this pace it would take too long.
    private const double Proof = 8;
    private const double Slow = 1;

    // Without a pace, so many times the known noise are a reason for a trial.
    private const double Again = 1.5;

    // Sends the noise is averaged over; less than this is none.
    private const double Memory = 200;
    private const double Least = 0.005;

    // After so long without a send, what was counted is not compared with what comes.
    private const double Gap = 2;

    private const double ShortestBlock = 0.001;
    private const double LeastPassed = 0.5;

    private readonly bool[] _wasRefused = new bool[Recent];
    private readonly NoiseBlock _block = new();
    private double _judged;
    private int _cuts;
    private long _trialSendsLeft;
    private double _gotThrough;
    private double _shareBefore;
    private double _lastSendAt;

    /// <summary>The share of sends that is refused at any rate.</summary>
    public double Share { get; private set; }

    public bool IsTrial => _trialSendsLeft > 0;

    public void Reset(double now, long last)
    {
        _cuts = 0;
        _trialSendsLeft = 0;
        _block.Begin(now, last);
    }

    // More checks give more false alarms, so spare refusals are subtracted.
    public PaceVerdict OnSend(double now, long number, bool isPaced, bool isPaceKnown, double spare = 0)
    {
        if (now - _lastSendAt > Gap && !IsTrial)
            _block.Begin(now, number - 1);
        _lastSendAt = now;
        _wasRefused[number % Recent] = false;
        if (IsTrial && isPaced && --_trialSendsLeft == 0)
            return EndTrial(now, number);
        if (isPaceKnown || _block.Sent(number) < Recent)
            return default;
        return EndBlock(now, number, spare);
    }

    /// <param name="now">The time.</param>
    /// <param name="number">The send that was refused.</param>
    /// <param name="last">The last send.</param>
    /// <param name="isRated">The refusal blames the rate: a 429 without a hint.</param>
    public PaceVerdict OnRefused(double now, long number, long last, bool isRated)
    {
        Count(number, last, isRated);
        return IsTrial && _block.Refused >= Row ? EndTrial(now, last) : default;
    }

    /// <summary>Are clearly more of the last sends refused, in the order of sending, than noise explains?</summary>
    public bool IsLimit(long first, long last, bool isPaceKnown, double spare = 0)
    {
        var isSure = isPaceKnown && !IsTrial;

        // A pace was found: what is refused is above it.
        if (isSure && Share == 0)
            return true;

        var explained = Math.Min(Half, isSure ? 2 * Share : Share + (Blend * (1 - Share)));
        var score = 0.0;
        for (var number = Math.Max(first, last - Recent + 1); number <= last; number++)
        {
            score = Math.Max(0, score + (_wasRefused[number % Recent] ? 1 : 0) - explained);
            if (score > Cluster + spare)
                return true;
        }

        return false;
    }

    public PaceVerdict OnCut(double now, long last, bool isPaceKnown, bool isHinted)
    {
        if (!isPaceKnown)
        {
            _gotThrough = 0;
            Array.Clear(_wasRefused);
            Reset(now, last);
            return default;
        }

        _trialSendsLeft = 0;
        _cuts = isHinted ? 0 : _cuts + 1;
        if (isHinted)
            return default;

        var isDoubtful = _block.IsRated ? _wasRefused.AsSpan().Count(true) >= Many && now - _block.At > Young : _cuts >= Row;
        return isDoubtful ? StartTrial(now, last, _block.Refused) : default;
    }

    public void OnRaise(double now, long last)
    {
        _cuts = 0;
        var sent = _block.Sent(last);
        var share = _block.Refused / (double)sent;

        // Only a trial may raise it.
        if (share < Share)
            Average(sent, share);
        _block.Begin(now, last);
    }

    // Without a pace, many refusals in a row of sends are a reason for a trial.
    private PaceVerdict EndBlock(double now, long last, double spare)
    {
        var refused = _block.Refused - spare;
        if (refused >= Row && refused / Recent > Again * Share)
            return StartTrial(now, last, refused);

        _block.Begin(now, last);
        return default;
    }

    private void Count(long number, long last, bool isRated)
    {
        if (last - number < Recent)
            _wasRefused[number % Recent] = true;
        _block.OnRefused(number, isRated);
    }

    // A limit would let all pass of what is well below that which got through of late.
    private PaceVerdict StartTrial(double now, long last, double refused)
    {
        var sent = _block.Sent(last);
        _shareBefore = Math.Max(1, refused) / sent;
        _gotThrough = Math.Max(Math.Max(LeastPassed, sent - refused) / Math.Max(ShortestBlock, now - _block.At), Keep * _gotThrough);
        if (_gotThrough < Slow)
            return default;

        _trialSendsLeft = (long)Math.Ceiling(Proof / _shareBefore);
        _cuts = 0;
        _block.Begin(now, last);
        return PaceVerdict.Try(Below * _gotThrough);
    }

    // If as many are refused at the trial's pace, it is noise; otherwise what got through is the limit. After a 429 the pace stays there in
    // any case: others may share the limit.
    private PaceVerdict EndTrial(double now, long last)
    {
        var sent = _block.Sent(last);
        var isRated = _block.IsRated;
        var share = _block.Refused / (double)sent;
        var isNoise = _block.Refused >= Row && share > _shareBefore / 2 && share < Half;
        if (isNoise || Share > 0)
            Average(sent, share);
        Reset(now, last);
        return isNoise && !isRated ? PaceVerdict.Forget : PaceVerdict.Try(_gotThrough / (1 - Share));
    }

    private void Average(long sent, double share)
    {
        _judged = Math.Min(Memory, _judged + sent);
        Share = Math.Min(Half, Share + ((share - Share) * Math.Min(1, sent / _judged)));
        if (Share < Least)
            Share = _judged = 0;
    }
}
