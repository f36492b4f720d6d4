using System.Net;

namespace ProductApi.Client.Tests.ServerTable.Servers;

/// <summary>nginx's limit_req with nodelay: a clock of milliseconds, the excess in thousandths of a request, and a refused request changes
/// nothing.</summary>
internal sealed class NginxLimitReq(ServerClock clock, SeededRandom random, int rate = 50, int burst = 0) : ServerModel(clock, random)
{
    private long? _last;
    private long _excess;

    public HttpStatusCode Status { get; init; } = HttpStatusCode.TooManyRequests;

    public override void Arrive(int item, Reply reply)
    {
        var now = (long)(Now * 1000);
        var excess = _last is { } last ? Math.Max(0, _excess - (rate * 1000 * (now - last) / 1000) + 1000) : 0;
        if (excess > burst * 1000)
        {
            Refuse(reply, Status);
            return;
        }

        _excess = excess;
        _last = now;
        Serve(reply);
    }
}
