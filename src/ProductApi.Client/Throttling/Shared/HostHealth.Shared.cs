namespace ProductApi.Client.Throttling;

/// <content>What other processes know of the host.</content>
internal sealed partial class HostHealth
{
    public int OpeningsInARow => _openingsInARow;

    /// <summary>Another process was served.</summary>
    public void OnServedElsewhere(double servedAt)
    {
        if (servedAt <= LastServed)
            return;

        LastServed = servedAt;
        WasServed = true;
        _troubleSince = null;
        _wasToldToWait = false;
        _failures = 0;
    }

    /// <summary>Another process found the host down.</summary>
    public void OnOpenedElsewhere(double until, int openingsInARow)
    {
        OpenUntil = Math.Max(OpenUntil, until);
        _openingsInARow = Math.Max(_openingsInARow, openingsInARow);
        if (openingsInARow > 1)
            UndoLowering();
    }

    /// <summary>The next probe may leave at once.</summary>
    public void ProbeNow() => OpenUntil = 0;
}
