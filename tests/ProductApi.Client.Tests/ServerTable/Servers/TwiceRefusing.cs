using System.Net;

namespace ProductApi.Client.Tests.ServerTable.Servers;

/// <summary>Answers 503 twice to every id before it serves it.</summary>
internal sealed class TwiceRefusing(ServerClock clock, SeededRandom random) : NoLimit(clock, random)
{
    private const int Refusals = 2;

    private readonly Dictionary<int, int> _asked = [];

    public override void Arrive(int item, Reply reply)
    {
        if ((_asked[item] = _asked.GetValueOrDefault(item) + 1) <= Refusals)
            Refuse(reply, HttpStatusCode.ServiceUnavailable);
        else
            base.Arrive(item, reply);
    }
}
