namespace ProductApi.Client.Throttling;

/// <summary>Is the host or the item to blame? Evidence for that, suspects whom others may overtake, and canaries: requests for an address
/// that was served a moment ago, which tell a bad item from a sick host.</summary>
/// <param name="timeout">The attempt timeout, in seconds.</param>
internal sealed partial class Attribution(double timeout)
{
    // Contradicted this often, and refused in a row with a probability below e^-Doubt: its refusals bind it alone.
    private const int Witnesses = 2;
    private const double Doubt = 4;

    // ... and with these it fails.
    private const int Refusals = 8;
    private const double Chance = 16;

    // Items over which is averaged how often good ones are refused, at first over fewer; no less and no more than the bounds.
    private const double Items = 64;
    private const double FewItems = 8;
    private const double LeastShare = 0.01;
    private const double MostShare = 0.98;

    // Nobody was served for so long: a canary although there are others to try.
    private const double Overdue = 20;

    // Suspects that may wait without a slot; at least as many as may be in flight.
    private const int MostParked = 20;

    // Served within this part of the timeout: what hung meanwhile is to blame itself; the host is well.
    private const double Quick = 2;
    private const double VeryQuick = 10;

    // When the latest send left that was served, and that was served quickly.
    private double _servedLeftAt = -1;
    private double _quickLeftAt = -1;

    // First asks answered, and the share of them refused; how many were served of late, and how often those had been refused.
    private long _firstAnswers;
    private double _firstRefused;
    private double _itemsServed;
    private double _refusalsOfServed;

    private bool _isCanarysTurn = true;
    private bool _isOverdueDue = true;
    private Item? _atSideDoor;
    private int _others;
    private int _parked;

    /// <summary>The address that was served last.</summary>
    public Uri? Witness { get; private set; }

    /// <summary>The number of the latest send that was served.</summary>
    public long LastServed { get; private set; }

    public void OnServed(Send send, double now)
    {
        _servedLeftAt = Math.Max(_servedLeftAt, send.LeftAt);
        LastServed = Math.Max(LastServed, send.Number);
        if (IsWithin(send, now, Quick))
            _quickLeftAt = Math.Max(_quickLeftAt, send.LeftAt);
        _isCanarysTurn = _isOverdueDue = true;
    }

    /// <summary>It cannot be asked for any more.</summary>
    public void ForgetWitness() => Witness = null;

    // Only good items tell how often good items are refused.
    public void OnItemServed(Item item, Uri? address)
    {
        Witness = address ?? Witness;
        _itemsServed += 1 - (_itemsServed / Items);
        _refusalsOfServed += item.Refused - (_refusalsOfServed / Items);
    }

    public void OnFirstAnswer(bool isRefused)
    {
        _firstAnswers++;
        _firstRefused += ((isRefused ? 1 : 0) - _firstRefused) / Math.Clamp(_firstAnswers, FewItems, Items);
    }

    /// <summary>Whether somebody was served who left after the answer to this send was decided upon.</summary>
    public bool Disproves(Send send, double now) => _servedLeftAt > send.DecidedAt(now);

    public bool WasVeryQuick(Send send, double now) => IsWithin(send, now, VeryQuick);

    /// <summary>Whether somebody who left later was served quickly: what hung since then is to blame itself.</summary>
    public bool IsQuickSince(double leftAt) => _quickLeftAt > leftAt;

    public bool BindsAlone(Item item, bool isLongWait) =>
        item.Trouble is { } trouble
        && trouble.Contradicted >= (item.IsSuspect || isLongWait ? 1 : Witnesses)
        && IsUnlikely(item, Doubt);

    public bool IsConvicted(Item item) =>
        item.Trouble is { Contradicted: >= Witnesses, Refused: >= Refusals } && IsUnlikely(item, Chance);

    /// <summary>Whether others may overtake it: refused while nobody gets through, or timed out while somebody who left later was
    /// served.</summary>
    public bool IsSuspect(Item item, bool isProbe, bool isDown)
    {
        if (item.Trouble is not { } trouble)
            return false;

        // Nobody to send a canary for: rather an item that was not tried yet.
        if (Witness is null && isDown && (trouble.Charge > 0 || trouble.Refused > 0))
            return true;
        if (trouble.HasTimedOut && IsQuickSince(trouble.HungAt))
            return true;
        return trouble.Refused > 0 && isProbe && LastServed <= trouble.Mark;
    }

    public void Arrive(Item item, long failuresBefore)
    {
        item.Arrive(failuresBefore);
        if (!item.IsSuspect)
            _others++;
    }

    public void Leave(Item item)
    {
        if (item.IsParked)
            _parked--;
        if (!item.IsSuspect)
            _others--;
        LeaveSideDoor(item);
        item.Leave();
    }

    /// <summary>Lets others overtake an item, once and for all: its slot goes to them.</summary>
    /// <param name="item">The item.</param>
    /// <param name="maxConcurrency">How many may be in flight.</param>
    public void SetAside(Item item, int maxConcurrency)
    {
        if (item.IsSuspect)
            return;

        var parks = _parked < Math.Max(MostParked, maxConcurrency);
        item.SetAside(parks);
        _others--;
        if (parks)
            _parked++;
    }

    public void StandAtSideDoor(Item item) => _atSideDoor = item;

    public void LeaveSideDoor(Item item)
    {
        if (_atSideDoor == item)
            _atSideDoor = null;
    }

    /// <summary>How many places the item leaves free. A suspect that timed out leaves half of the places to others. An item that is no
    /// suspect leaves one to a suspect at the side door that was only refused, if somebody was served since.</summary>
    public int Yields(Item item, int places, bool isProbe)
    {
        if (item.IsSuspect)
            return item.Trouble is { HasTimedOut: true } && _others > 0 ? Math.Max(1, places / 2) : 0;
        return _atSideDoor?.Trouble is { HasTimedOut: false } refused && LastServed > refused.Mark && !isProbe ? 1 : 0;
    }

    /// <summary>Whether a probe is to be a canary: every other one, where only that can tell.</summary>
    public bool TakesCanary(Item item, double silence, bool isDown)
    {
        var isOverdue = silence > Overdue && _isOverdueDue;
        if (isOverdue)
            _isOverdueDue = false;
        var isCanary = Witness is not null && _isCanarysTurn && (isDown || item.IsSuspect || isOverdue);
        _isCanarysTurn = !isCanary;
        return isCanary;
    }

    // Would a good item be refused so often in a row with a probability below e^-chance?
    private bool IsUnlikely(Item item, double chance)
    {
        var share = Math.Max(_firstRefused, _refusalsOfServed / (_refusalsOfServed + _itemsServed + 1));
        return item.Refused >= chance / -Math.Log(Math.Clamp(share, LeastShare, MostShare));
    }

    private bool IsWithin(Send send, double now, double part) => now - send.LeftAt < timeout / part;
}
