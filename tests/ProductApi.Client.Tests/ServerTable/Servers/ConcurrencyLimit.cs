using System.Net;

namespace ProductApi.Client.Tests.ServerTable.Servers;

/// <summary>Serves so many at the same time and refuses the others.</summary>
internal sealed class ConcurrencyLimit(ServerClock clock, SeededRandom random, int limit = 10) : ServerModel(clock, random, latency: 0.2)
{
    private int _busy;

    public ServerAnswer Refusal { get; init; } = new(HttpStatusCode.ServiceUnavailable);

    public override void Arrive(int item, Reply reply)
    {
        if (_busy >= limit)
        {
            Refuse(reply, Refusal);
            return;
        }

        _busy++;
        Clock.After(ServiceTime(), () =>
        {
            _busy--;
            reply(ServerAnswer.Product, 0);
        });
    }
}
