using System.Net;

namespace ProductApi.Client.Tests.ServerTable.Servers;

/// <summary>ASP.NET Core's sliding window: what one segment took comes back a window later, at the segment's tick. No header.</summary>
internal sealed class AspNetSlidingWindow(ServerClock clock, SeededRandom random, int quota = 60, double length = 3, int segments = 6)
    : ServerModel(clock, random, latency: 0.02)
{
    private readonly Dictionary<int, int> _taken = [];
    private int _free = quota;
    private int _segment;

    public override void Arrive(int item, Reply reply)
    {
        var segment = (int)(Now / (length / segments));
        while (_segment < segment)
        {
            _segment++;
            _taken.Remove(_segment - segments, out var returned);
            _free += returned;
        }

        if (_free == 0)
        {
            Refuse(reply, HttpStatusCode.TooManyRequests);
            return;
        }

        _free--;
        _taken[segment] = _taken.GetValueOrDefault(segment) + 1;
        Serve(reply);
    }
}
