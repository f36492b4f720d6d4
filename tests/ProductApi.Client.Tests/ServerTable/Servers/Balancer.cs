namespace ProductApi.Client.Tests.ServerTable.Servers;

/// <summary>Hands the requests to its nodes, one after the other.</summary>
internal sealed class Balancer(ServerClock clock, SeededRandom random, params ServerModel[] nodes) : ServerModel(clock, random)
{
    private int _turn;

    public override void Arrive(int item, Reply reply) => nodes[++_turn % nodes.Length].Arrive(item, reply);
}
