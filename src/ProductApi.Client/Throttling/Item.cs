namespace ProductApi.Client.Throttling;

/// <summary>What is known of one item, kept across its sends. Written under the gate's lock.</summary>
/// <param name="slot">Its place among those at work; null: it has none to give back.</param>
/// <param name="isBackup">It stands in for an item whose request is late.</param>
internal sealed class Item(Slot? slot = null, bool isBackup = false)
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

    public bool IsBackup => isBackup;

    /// <summary>The rules it came to last. A server that takes the place of another has rules of its own.</summary>
    public GateRules? Rules { get; set; }

    /// <summary>The send that is under way.</summary>
    public Send Send { get; set; }

    /// <summary>The item's own failures; one that a sick host may have caused counts half.</summary>
    public double Charge { get; private set; }

    /// <summary>Whether it is on its way through the gate.</summary>
    public bool IsInside { get; private set; }

    /// <summary>How many attempts of the client had failed when it came.</summary>
    public long FailuresBefore { get; private set; }

    public bool HasAnswer { get; private set; }

    /// <summary>How often it was refused, as far as it counts.</summary>
    public int Refused { get; private set; }

    /// <summary>Refusals after which somebody was served who had left later.</summary>
    public int Contradicted { get; private set; }

    /// <summary>The last send when it was refused and nobody has contradicted that yet.</summary>
    public long Mark { get; private set; }

    /// <summary>Others go first.</summary>
    public bool IsSuspect { get; private set; }

    /// <summary>It has given its slot back.</summary>
    public bool IsParked { get; private set; }

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

    public void OnAnswer() => HasAnswer = true;

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

    /// <summary>Others go first from now on.</summary>
    /// <param name="parks">It is to give its slot back.</param>
    public void SetAside(bool parks)
    {
        IsSuspect = true;
        IsParked = parks;
    }

    public void Arrive(long failuresBefore) => (IsInside, FailuresBefore) = (true, failuresBefore);

    public void Leave() => IsInside = IsParked = false;

    /// <summary>Not under the gate's lock: others start then.</summary>
    public void GiveSlotBackIfParked()
    {
        if (IsParked)
            slot?.Park();
    }
}
