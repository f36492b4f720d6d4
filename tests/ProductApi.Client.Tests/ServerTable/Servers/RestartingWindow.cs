namespace ProductApi.Client.Tests.ServerTable.Servers;

/// <summary>A window that starts anew with every refused request.</summary>
internal sealed class RestartingWindow(ServerClock clock, SeededRandom random, int quota, double length)
    : FixedWindow(clock, random, quota, length)
{
    public override void Arrive(int item, Reply reply)
    {
        if (IsUsedUp)
            Restart();
        base.Arrive(item, reply);
    }
}
