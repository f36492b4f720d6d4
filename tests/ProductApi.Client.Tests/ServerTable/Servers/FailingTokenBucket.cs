namespace ProductApi.Client.Tests.ServerTable.Servers;

/// <summary>A token bucket that also fails: a share of 500s, or an outage.</summary>
internal sealed class FailingTokenBucket(ServerClock clock, SeededRandom random) : TokenBucket(clock, random)
{
    public double FailureShare { get; init; }

    public Outage? Outage { get; init; }

    public override void Arrive(int item, Reply reply)
    {
        if (Outage is not null && Outage.Covers(Now))
            Refuse(reply, Outage.Answer);
        else if (HasToken() && Random.NextDouble() < FailureShare && TryTakeToken())
            reply(ServerAnswer.Failure, ServiceTime());
        else
            base.Arrive(item, reply);
    }
}
