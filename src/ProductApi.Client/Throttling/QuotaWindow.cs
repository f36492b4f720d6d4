using ProductApi.Client.Headers;

namespace ProductApi.Client.Throttling;

/// <summary>The quota the host has announced, as far as it is known. Times are seconds on the gate's clock; calls happen under its lock.</summary>
internal sealed class QuotaWindow
{
    // Most servers round the time up: within one window the earliest end is the true one, and only a much later end is a new window.
    private const double RoundingSlack = 1.5;

    private long? _left;
    private double _reset;

    /// <summary>When a used-up quota is filled again; 0 while there is room.</summary>
    public double UsedUpUntil(double now) => IsKnown(now) && _left == 0 ? _reset : 0;

    /// <summary>How many requests may be in flight for what is left.</summary>
    public double Room(double now) => IsKnown(now) && _left > 0 ? _left.Value : double.PositiveInfinity;

    /// <summary>Whether the host says that there is room for more than could be in flight: no need to pace.</summary>
    public bool IsPlenty(double now, int maxConcurrency) => IsKnown(now) && _left > maxConcurrency;

    public void Update(double now, Quota quota)
    {
        var reset = now + quota.Reset.TotalSeconds;
        if (_left is null || now >= _reset || reset > _reset + RoundingSlack)
        {
            _left = quota.Remaining;
            _reset = reset;
        }
        else
        {
            _left = Math.Min(_left.Value, quota.Remaining);
            _reset = Math.Min(_reset, reset);
        }
    }

    private bool IsKnown(double now) => _left is not null && now < _reset;
}
