namespace ProductApi.Client.Tests.ServerTable.Servers;

/// <summary>A window whose operator counts the refusals within each one, to ban who does not listen.</summary>
internal sealed class WatchedWindow(ServerClock clock, SeededRandom random) : FixedWindow(clock, random)
{
    private double? _window;
    private int _refusals;

    /// <summary>The most refusals within one window.</summary>
    public int MostRefusals { get; private set; }

    public override void Arrive(int item, Reply reply)
    {
        if (IsUsedUp)
        {
            _refusals = _window == Start ? _refusals + 1 : 1;
            _window = Start;
            MostRefusals = Math.Max(MostRefusals, _refusals);
        }

        base.Arrive(item, reply);
    }
}
