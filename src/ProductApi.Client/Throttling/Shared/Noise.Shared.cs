namespace ProductApi.Client.Throttling;

/// <content>Noise that several processes hear together: the sends are counted elsewhere, the rules run here.</content>
internal sealed partial class Noise
{
    public (double, double, int, long, double, double) Learned => (Share, _judged, _cuts, _trialSendsLeft, _gotThrough, _shareBefore);

    public double Judged => _judged;

    /// <summary>When the last send left.</summary>
    public double LastSendAt => _lastSendAt;

    public NoiseState Save()
    {
        var state = new NoiseState
        {
            Bad = Bits(),
            Share = Share,
            Judged = _judged,
            Cuts = _cuts,
            Trial = _trialSendsLeft,
            Good = _gotThrough,
            Was = _shareBefore,
            LastAt = _lastSendAt,
        };
        _block.Save(state);
        return state;
    }

    public void Load(NoiseState state)
    {
        for (var i = 0; i < Recent; i++)
            _wasRefused[i] = (state.Bad >> i & 1) == 1;
        (Share, _judged, _cuts, _trialSendsLeft, _gotThrough, _shareBefore, _lastSendAt) =
            (state.Share, state.Judged, (int)state.Cuts, state.Trial, state.Good, state.Was, state.LastAt);
        _block.Load(state);
    }

    /// <summary>Takes in a refusal of a send that is counted elsewhere: no trial ends by it here.</summary>
    public void OnRefusedElsewhere(long number, long last, bool isRated) => Count(number, last, isRated);

    /// <summary>Whether enough was sent since the block began, and for long enough. Less does not tell what gets through.</summary>
    public bool IsBlockOver(double now, long last) => last - _block.Before >= Recent && now - _block.At > Young;

    public PaceVerdict EndBlock(double now, long last) => EndBlock(now, last, spare: 0);

    public bool IsTrialOver(long last) => IsTrial && (last - _block.Before >= _trialSendsLeft || _block.Refused >= Row);

    public PaceVerdict EndTrial(long last, double now) => EndTrial(now, last);

    public void BeginAnew(double now, long last)
    {
        Array.Clear(_wasRefused);
        _block.Begin(now, last);
    }

    public void ScaleGotThrough(double factor) => _gotThrough *= factor;

    public void UncountRefused(long number) => _block.UncountRefused(number);

    public void MoveNumbers(long by) => _block.MoveNumbers(by);

    private ulong Bits()
    {
        var bits = 0UL;
        for (var i = 0; i < Recent; i++)
            bits |= _wasRefused[i] ? 1UL << i : 0;
        return bits;
    }
}

/// <content>A block of sends that several processes make together.</content>
internal sealed partial class NoiseBlock
{
    public long Before => _before;

    public void Save(NoiseState state) => (state.At, state.Before, state.Refused, state.Rated) = (At, _before, Refused, IsRated);

    public void Load(NoiseState state) => (At, _before, Refused, IsRated) = (state.At, state.Before, (int)state.Refused, state.Rated);

    public void UncountRefused(long number)
    {
        if (number > _before)
            Refused--;
    }

    public void MoveNumbers(long by) => _before += by;
}
