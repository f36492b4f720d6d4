namespace ProductApi.Client.Throttling;

/// <summary>What is known of one item, kept across its sends. Written under the gate's lock.</summary>
/// <param name="slot">Its place among those at work; null: it has none to give back.</param>
/// <param name="isBackup">It stands in for an item whose request is late.</param>
internal sealed class Item(Slot? slot = null, bool isBackup = false)
{
    public bool IsBackup => isBackup;

    /// <summary>The rules it came to last. A server that takes the place of another has rules of its own.</summary>
    public GateRules? Rules { get; private set; }

    /// <summary>What has gone wrong with it; null: nothing.</summary>
    public ItemTrouble? Trouble { get; private set; }

    /// <summary>The item's own failures; one that a sick host may have caused counts half.</summary>
    public double Charge => Trouble?.Charge ?? 0;

    /// <summary>How often it was refused, as far as it counts.</summary>
    public int Refused => Trouble?.Refused ?? 0;

    /// <summary>The send that is under way.</summary>
    public Send Send { get; set; }

    /// <summary>Whether it is on its way through the gate.</summary>
    public bool IsInside { get; private set; }

    /// <summary>How many attempts of the client had failed when it came.</summary>
    public long FailuresBefore { get; private set; }

    public bool HasAnswer { get; private set; }

    /// <summary>Others go first.</summary>
    public bool IsSuspect { get; private set; }

    /// <summary>It has given its slot back.</summary>
    public bool IsParked { get; private set; }

    /// <summary>Its trouble, to be added to.</summary>
    public ItemTrouble InTrouble() => Trouble ??= new ItemTrouble();

    /// <summary>Takes the rules it comes to. Other rules than before mean another server: what the last one answered is
    /// forgotten.</summary>
    public void ComeTo(GateRules rules)
    {
        if (Rules is not null)
            (Trouble, HasAnswer, IsSuspect) = (null, false, false);
        Rules = rules;
    }

    public void OnAnswer() => HasAnswer = true;

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
