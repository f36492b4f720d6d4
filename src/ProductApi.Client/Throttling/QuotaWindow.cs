using ProductApi.Client.Headers;

namespace ProductApi.Client.Throttling;

/// <summary>What do the quota headers say, and are they believed?</summary>
internal sealed partial class QuotaWindow
{
    // Quotas are not believed where fewer than one in so many and one served answers carry any.
    private const int Rare = 4;

    // The latest answers count most.
    private const int Counted = 256;

    private long? _left;
    private double _reset;
    private long _quoted;
    private long _plain;

    /// <summary>Whether a used-up quota was disproved since the last refusal.</summary>
    public bool HasLied { get; private set; }

    /// <summary>Whether nobody else knows of that quota: one member of several, or a cache.</summary>
    public bool IsRare => _plain > Rare * _quoted;

    /// <summary>Whether a quota holds at present.</summary>
    public bool IsKnown(double now) => _left is not null && now < _reset && !IsRare;

    public void OnServed(bool isQuoted)
    {
        if (isQuoted)
            _quoted++;
        else
            _plain++;
        if (_quoted + _plain < Counted)
            return;

        _quoted /= 2;
        _plain /= 2;
    }

    public void OnRefused() => HasLied = false;

    /// <summary>How many requests may be in flight.</summary>
    public double Room(double now, double limit) =>
        _left is > 0 and var left && now < _reset && !IsRare ? Math.Min(limit, left) : limit;

    /// <summary>Takes in a quota.</summary>
    /// <returns>The seconds to the reset. They are rounded up, so that within one window the earliest one counts.</returns>
    public double Update(double now, Quota quota)
    {
        var reset = now + quota.Reset.TotalSeconds;
        (_left, _reset) = _left is { } left && now < _reset
            ? (Math.Min(left, quota.Remaining), Math.Min(_reset, reset))
            : (quota.Remaining, reset);
        return _reset - now;
    }

    public void Forget(bool hasLied)
    {
        HasLied |= hasLied && _left == 0;
        _left = null;
    }
}
