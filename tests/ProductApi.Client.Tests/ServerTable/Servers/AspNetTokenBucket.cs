using System.Net;

namespace ProductApi.Client.Tests.ServerTable.Servers;

/// <summary>ASP.NET Core's token bucket: the tokens come in lumps; by default it answers 503 without a Retry-After.</summary>
internal sealed class AspNetTokenBucket(ServerClock clock, SeededRandom random, int perPeriod = 50, double period = 1) : ServerModel(
    clock, random)
{
    private readonly int _perPeriod = perPeriod;
    private int _tokens = perPeriod;
    private int _periods;

    public HttpStatusCode Status { get; init; } = HttpStatusCode.ServiceUnavailable;

    public double RetryAfter { get; init; }

    public override void Arrive(int item, Reply reply)
    {
        var periods = (int)(Now / period);
        _tokens = Math.Min(_perPeriod, _tokens + ((periods - _periods) * _perPeriod));
        _periods = periods;
        if (_tokens == 0)
        {
            Refuse(reply, Status, RetryAfter);
            return;
        }

        _tokens--;
        Serve(reply);
    }
}
