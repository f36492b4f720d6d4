using System.Net;

namespace ProductApi.Client.Tests.ServerTable.Servers;

/// <summary>A bucket that counts in whole tokens, as Varnish's vsthrottle does: what came in since the last served request is rounded down.
/// A refusal announces the time in which the bucket fills up.</summary>
internal sealed class TruncatingBucket(ServerClock clock, SeededRandom random, int quota = 40, double period = 2)
    : ServerModel(clock, random, latency: 0.02)
{
    private readonly int _quota = quota;
    private int _tokens = quota;
    private double _takenAt;

    public override void Arrive(int item, Reply reply)
    {
        var tokens = Math.Min(_quota, _tokens + (int)((Now - _takenAt) / period * _quota));
        if (tokens == 0)
        {
            Refuse(reply, HttpStatusCode.TooManyRequests, period);
            return;
        }

        _tokens = tokens - 1;
        _takenAt = Now;
        Serve(reply);
    }
}
