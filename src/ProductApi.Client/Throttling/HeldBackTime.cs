namespace ProductApi.Client.Throttling;

/// <summary>For how long sending was held back: from the first item that had to wait to the next one that could leave.</summary>
internal sealed class HeldBackTime
{
    private double? _since;

    public double Total { get; private set; }

    public void OnWait(double now) => _since ??= now;

    public void OnEnd(double now)
    {
        Total += now - (_since ?? now);
        _since = null;
    }
}
