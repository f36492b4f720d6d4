using System.Net;

namespace ProductApi.Client.Tests.ServerTable.Servers;

/// <summary>Serves each id once and never again; the last three always get 503.</summary>
internal sealed class ServedOnce(ServerClock clock, SeededRandom random, int count) : NoLimit(clock, random)
{
    public const int AlwaysRefused = 3;

    private readonly HashSet<int> _served = [];

    /// <summary>What an id gets that was served; null: nothing.</summary>
    public ServerAnswer? Afterwards { get; init; }

    public override void Arrive(int item, Reply reply)
    {
        if (item >= count - AlwaysRefused)
            Refuse(reply, HttpStatusCode.ServiceUnavailable);
        else if (_served.Add(item))
            base.Arrive(item, reply);
        else if (Afterwards is not null)
            Refuse(reply, Afterwards);
    }
}
