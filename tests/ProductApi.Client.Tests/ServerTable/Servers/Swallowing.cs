namespace ProductApi.Client.Tests.ServerTable.Servers;

/// <summary>A network that swallows everything for a while.</summary>
internal sealed class Swallowing(ServerClock clock, SeededRandom random, double from, double to = double.PositiveInfinity)
    : NoLimit(clock, random)
{
    public override void Arrive(int item, Reply reply)
    {
        if (Now < from || Now >= to)
            base.Arrive(item, reply);
    }
}
