using System.Net;

namespace ProductApi.Client.Tests.ServerTable.Servers;

/// <summary>A bucket that shuts out for a while who was refused too often within one second.</summary>
internal sealed class BanningBucket(ServerClock clock, SeededRandom random) : TokenBucket(clock, random)
{
    private const int MostRefusals = 30;
    private const double BanSeconds = 10;

    private readonly Queue<double> _refusals = new();
    private double _bannedUntil;

    public override void Arrive(int item, Reply reply)
    {
        if (Now >= _bannedUntil && HasToken())
        {
            base.Arrive(item, reply);
            return;
        }

        while (_refusals.TryPeek(out var oldest) && oldest <= Now - 1)
            _refusals.Dequeue();
        _refusals.Enqueue(Now);
        if (_refusals.Count >= MostRefusals)
        {
            _bannedUntil = Now + BanSeconds;
            _refusals.Clear();
        }

        Refuse(reply, HttpStatusCode.TooManyRequests);
    }
}
