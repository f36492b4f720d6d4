namespace ProductApi.Client.Throttling;

/// <content>What the gate has seen and done so far.</content>
internal sealed partial class ThrottleGate
{
    public ThrottleReport Report
    {
        get
        {
            lock (_lock)
                return new ThrottleReport(_rules.Pushbacks, _rules.Canaries, TimeSpan.FromSeconds(_heldBack.Total), _rules.Pace);
        }
    }
}
