using System.Net;

namespace ProductApi.Client.Tests.ServerTable.Servers;

/// <summary>A window from its first request. Its end is told as a whole second of the server's clock, rounded up, and the Date header is
/// rounded down: who trusts them waits up to two seconds too long.</summary>
internal sealed class RoundedWindow(ServerClock clock, SeededRandom random, int quota, double length)
    : ServerModel(clock, random, latency: 0.02)
{
    private readonly double _phase = random.NextDouble();
    private double? _start;
    private int _count;

    public override void Arrive(int item, Reply reply)
    {
        if (_start is null || Now >= _start + length)
        {
            _start = Now;
            _count = 0;
        }

        _count++;
        var date = ServerClock.Date(Math.Floor(Now + _phase));
        var reset = ServerClock.Date(Math.Ceiling(_start.Value + length + _phase));
        var isServed = _count <= quota;
        var answer = new ServerAnswer(
            isServed ? HttpStatusCode.OK : HttpStatusCode.TooManyRequests,
            isServed ? 0 : (reset - date).TotalSeconds,
            new RateLimitFields(QuotaHeaders.Older, Math.Max(0, quota - _count), reset.ToUnixTimeSeconds()))
        {
            Headers = [("Date", date.ToString("R"))],
        };
        if (isServed)
            reply(answer, ServiceTime());
        else
            Refuse(reply, answer);
    }
}
