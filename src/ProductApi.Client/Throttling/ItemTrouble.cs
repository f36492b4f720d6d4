namespace ProductApi.Client.Throttling;

/// <summary>What has gone wrong with one item. Few items have any trouble, so it is made when there is some.</summary>
internal sealed class ItemTrouble
{
    // Refusals counted between two contradictions: more of the same say nothing new.
    private const int Same = 4;

    // Between refusals that bind the item alone, doubled each time.
    private const double ShortestOwnWait = 0.025;
    private const double LongestOwnWait = 0.4;
    private const int MostDoublings = 9;

    private int _refusedInARow;
    private long _lastSendAtRefusal;
    private bool _hasLoweredLimit;

    /// <summary>The item's own failures; one that a sick host may have caused counts half.</summary>
    public double Charge { get; private set; }

    /// <summary>How often it was refused, as far as it counts.</summary>
    public int Refused { get; private set; }

    /// <summary>Refusals after which somebody was served who had left later.</summary>
    public int Contradicted { get; private set; }

    /// <summary>The last send when it was refused and nobody has contradicted that yet.</summary>
    public long Mark { get; private set; }

    public bool HasTimedOut { get; private set; }

    /// <summary>When the last attempt left that timed out.</summary>
    public double HungAt { get; private set; }

    /// <summary>Until when it sits out an announced wait.</summary>
    public double SitsOutUntil { get; private set; }

    /// <summary>Whether that wait binds it alone, as its refusals have shown.</summary>
    public bool IsToldAlone { get; private set; }

    /// <summary>Whether it may ask before its wait is over, to find out whether that is true.</summary>
    public bool MayLook { get; private set; }

    /// <summary>Whether it alone was asked to wait, by an answer that is no refusal.</summary>
    public bool IsWaitItsOwn { get; private set; }

    /// <summary>It was told to wait for long while others were served, and asked again at once.</summary>
    public bool WasAskedAgain { get; private set; }

    /// <summary>It has waited out a long wait of its own.</summary>
    public bool HasWaited { get; private set; }

    public void OnRefused(long lastSend, long lastServed)
    {
        var isContradicted = Refused > 0 && lastServed > Mark;
        if (isContradicted)
            Contradicted++;

        // Otherwise the mark stays: fast refusals would outrun slow answers.
        if (isContradicted || Refused == 0)
            Mark = lastSend;
        _refusedInARow = isContradicted ? 1 : _refusedInARow + 1;
        _lastSendAtRefusal = lastSend;
        if (_refusedInARow <= Same)
            Refused++;
    }

    /// <summary>Whether somebody was served who left after its last refusal.</summary>
    public bool IsOutrun(long lastServed) => lastServed > _lastSendAtRefusal;

    public void OnTimeout(double leftAt) => (HasTimedOut, HungAt) = (true, leftAt);

    public void OnError(double cost) => Charge += cost;

    /// <summary>Each item has one say about how many may be in flight.</summary>
    public bool MayLowerLimit()
    {
        var isFirst = !_hasLoweredLimit;
        _hasLoweredLimit = true;
        return isFirst;
    }

    public double OwnWait() => Math.Min(LongestOwnWait, ShortestOwnWait * (1 << Math.Clamp(Refused - 1, 0, MostDoublings)));

    public void SitOut(double until, bool isToldAlone, bool mayLook) =>
        (SitsOutUntil, IsToldAlone, MayLook, IsWaitItsOwn) = (until, isToldAlone, mayLook, false);

    public void SitOutOwn(double until) => (SitsOutUntil, IsToldAlone, IsWaitItsOwn) = (until, false, true);

    public void OnToldAlone(bool isLong) => IsToldAlone |= isLong;

    public void OnAskedAgain() => WasAskedAgain = true;

    public void OnWaited() => HasWaited = true;
}
