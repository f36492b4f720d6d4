namespace ProductApi.Client.Throttling;

/// <content>A gate whose rules hear from other processes.</content>
internal sealed partial class ThrottleGate : IGateHost
{
    int IGateHost.Waiting => _turnstile.Count;

    void IGateHost.Run(Action<double> step)
    {
        ThrottleEvents.Event pushback = default;
        lock (_lock)
        {
            var now = Now();
            var pushbacks = _rules.Pushbacks;
            step(now);
            if (_rules.Pushbacks > pushbacks)
                pushback = _events.OnPushback(now, _rules.HeldUntil - now, _rules.LastFailure);
        }

        _rules.AfterStep();
        _events.Publish(pushback);
        _turnstile.Wake();
        _sideDoor.Wake();
    }
}
