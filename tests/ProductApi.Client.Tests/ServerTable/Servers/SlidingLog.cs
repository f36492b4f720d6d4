using System.Net;

namespace ProductApi.Client.Tests.ServerTable.Servers;

/// <summary>A log of what came within a sliding window, without any header. When refusals are logged too (a common recipe for Redis), a
/// client that hammers never gets back in.</summary>
internal sealed class SlidingLog(ServerClock clock, SeededRandom random, int quota = 100, double window = 2) : ServerModel(clock, random)
{
    private readonly Queue<double> _log = new();

    public bool CountsRefusals { get; init; }

    public override void Arrive(int item, Reply reply)
    {
        while (_log.TryPeek(out var oldest) && oldest <= Now - window)
            _log.Dequeue();

        var hasRoom = _log.Count < quota;
        if (hasRoom || CountsRefusals)
            _log.Enqueue(Now);
        while (_log.Count > 2 * quota)
            _log.Dequeue();

        if (hasRoom)
            Serve(reply);
        else
            Refuse(reply, HttpStatusCode.TooManyRequests);
    }
}
