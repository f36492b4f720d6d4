namespace ProductApi.Client.Throttling;

/// <content>A server that takes the place of another: what was learned about the one says nothing about the other.</content>
internal sealed partial class ThrottleGate
{
    /// <summary>Begins anew. Who is on the way ends under the rules it left under; who waits comes to the new ones.</summary>
    public void OnServerChanged(Uri server)
    {
        lock (_lock)
        {
            _rules = _rules.ForAnotherServer();
            _events.OnServerChanged(server);
        }
    }

    // An item that never came to any belongs to the present ones.
    private GateRules RulesOf(Item item) => item.Rules ?? _rules;

    private void ComeToPresentRulesNeedsLock(Item item)
    {
        if (item.Rules == _rules)
            return;

        if (item.IsInside)
            item.Rules?.Leave(item);
        item.ComeTo(_rules);
    }
}
