namespace ProductApi.Client.Throttling;

/// <summary>Sends whose refusals are counted together.</summary>
internal sealed partial class NoiseBlock
{
    private long _before;

    /// <summary>When it began.</summary>
    public double At { get; private set; }

    public int Refused { get; private set; }

    /// <summary>Whether a 429 without a hint was among them.</summary>
    public bool IsRated { get; private set; }

    public void Begin(double now, long last) => (At, _before, Refused, IsRated) = (now, last, 0, false);

    public long Sent(long last) => Math.Max(1, last - _before);

    public void OnRefused(long number, bool isRated)
    {
        if (number <= _before)
            return;

        Refused++;
        IsRated |= isRated;
    }
}
