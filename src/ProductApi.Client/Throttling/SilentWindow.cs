namespace ProductApi.Client.Throttling;

/// <summary>The host shuts for a while and does not say how long. When does it open? One that was shut for more than half of the time
/// between two openings has a window, and the next probe waits for its end.</summary>
internal sealed partial class SilentWindow
{
    // A cycle that lasted so many times the window was not ended by it.
    private const double Outlasted = 1.1;

    // Probes are at most half as many seconds apart: what lies further apart was not asked for, and is no sign of a window.
    private const double MostApart = 20;

    // Seconds from one opening to the next, and to the last probe that was refused; 0: unknown.
    private double _length;
    private double _shutFor;

    private double _openedAt;
    private double _closedAt;

    // What passed in that window, and in the last cycle.
    private double _quota;
    private double _passed;

    /// <summary>Whether the present cycle began when a window opened.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>When it is expected to open.</summary>
    public double Until { get; private set; }

    public void Forget() => _closedAt = double.PositiveInfinity;

    /// <summary>Takes in the end of a cycle that was too fast.</summary>
    /// <returns>The seconds until it should open, which is between the last refused and the first served probe of the window before; 0:
    /// unknown.</returns>
    public double OnClosed(double now, double opened, double passed, bool isHinted)
    {
        (_passed, _openedAt) = (passed, opened);
        _closedAt = isHinted ? double.PositiveInfinity : now;
        if (now - _openedAt > Outlasted * _length)
            _length = 0;
        IsKnown = IsKnown && _length > 0 && 2 * _passed > _quota && !isHinted;
        if (!IsKnown)
            return 0;

        Until = _openedAt + ((_length + _shutFor) / 2);
        return Until - now;
    }

    public void OnStillShut(double firstAt) => _shutFor = firstAt - _openedAt;

    /// <summary>Takes in that the first send of a cycle was served.</summary>
    public void OnOpened(double firstAt, int refusedFirst)
    {
        var length = firstAt - _openedAt;
        var wasProbed = refusedFirst > 1 && length - _shutFor <= MostApart;
        if (wasProbed && 2 * (firstAt - _closedAt) > length)
            (_length, _quota, IsKnown) = (length, _passed, true);
        else if (IsKnown)
            _length = Math.Min(_length, length);
    }
}
