namespace ProductApi.Client.Tests.ServerTable.Servers;

/// <summary>A balancer of which some members are dead: for a while a share of all requests is refused whatever the rate, and takes nothing
/// from the limits of the server behind.</summary>
internal sealed class Unreliable(ServerClock clock, SeededRandom random, ServerModel behind, double share, params ServerAnswer[] refusals)
    : ServerModel(clock, random)
{
    public double From { get; init; }

    public double To { get; init; } = double.PositiveInfinity;

    public override void Arrive(int item, Reply reply)
    {
        if (From <= Now && Now < To && Random.NextDouble() < share)
            Refuse(reply, refusals[(int)(refusals.Length * Random.NextDouble())]);
        else
            behind.Arrive(item, reply);
    }
}
