namespace ProductApi.Client.Throttling;

/// <content>Requests that are sent a second time because the first one is late.</content>
internal sealed partial class ThrottleGate
{
    /// <summary>Whether the item's request takes far longer than others.</summary>
    public bool IsLate(Item item)
    {
        lock (_lock)
            return _rules.IsLate(Now(), item);
    }

    /// <summary>Whether the item may be asked for a second time. Who does not send the backup gives it back.</summary>
    /// <param name="item">Whose request may be late.</param>
    /// <param name="isFirst">It would be the first backup of its run.</param>
    public bool TryBackUp(Item item, bool isFirst)
    {
        lock (_lock)
            return _rules.TryBackUp(Now(), item, isFirst);
    }

    public void ReturnBackup()
    {
        lock (_lock)
            _rules.ReturnBackup();
    }
}
