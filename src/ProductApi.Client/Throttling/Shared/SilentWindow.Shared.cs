namespace ProductApi.Client.Throttling;

/// <content>A window that several processes know of.</content>
internal sealed partial class SilentWindow
{
    public (double, double, double, double, double, bool, double, double) Learned =>
        (_length, _shutFor, _openedAt, _closedAt, Until, IsKnown, _quota, _passed);

    public WindowState Save() => new()
    {
        Length = _length,
        Shut = _shutFor,
        Opened = _openedAt,
        Stopped = _closedAt,
        Until = Until,
        Known = IsKnown,
        Quota = _quota,
        Passed = _passed,
    };

    public void Load(WindowState state) => (_length, _shutFor, _openedAt, _closedAt, Until, IsKnown, _quota, _passed) =
        (state.Length, state.Shut, state.Opened, state.Stopped, state.Until, state.Known, state.Quota, state.Passed);
}
