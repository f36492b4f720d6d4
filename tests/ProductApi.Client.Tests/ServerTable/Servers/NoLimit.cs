namespace ProductApi.Client.Tests.ServerTable.Servers;

/// <summary>No limit, but failures, stragglers, an outage, or ids that never work.</summary>
internal class NoLimit(ServerClock clock, SeededRandom random) : ServerModel(clock, random, latency: 0.2)
{
    private const int StragglerFactor = 10;

    public double FailureShare { get; init; }

    public double StragglerShare { get; init; }

    public Outage? Outage { get; init; }

    public Predicate<int> IsPoison { get; init; } = _ => false;

    public override void Arrive(int item, Reply reply)
    {
        if (Outage is not null && Outage.Covers(Now))
        {
            Refuse(reply, Outage.Answer);
            return;
        }

        var seconds = ServiceTime();
        if (IsPoison(item) || Random.NextDouble() < FailureShare)
            reply(ServerAnswer.Failure, seconds);
        else
            reply(ServerAnswer.Product, Random.NextDouble() < StragglerShare ? StragglerFactor * seconds : seconds);
    }
}

/// <summary>Serves everybody, but some requests never get an answer.</summary>
internal sealed class Hanging(ServerClock clock, SeededRandom random) : NoLimit(clock, random)
{
    public double HangingShare { get; init; }

    public Predicate<int> Hangs { get; init; } = _ => false;

    public override void Arrive(int item, Reply reply)
    {
        if (!Hangs(item) && Random.NextDouble() >= HangingShare)
            base.Arrive(item, reply);
    }
}

/// <summary>Serves everybody at once, except one id that always gets the same refusal.</summary>
internal sealed class OneBadId(ServerClock clock, SeededRandom random, ServerAnswer refusal) : NoLimit(clock, random)
{
    public const int BadId = 100;

    private const double RefusalTime = 0.05;

    public override void Arrive(int item, Reply reply)
    {
        if (item == BadId)
            reply(refusal, RefusalTime);
        else
            base.Arrive(item, reply);
    }
}
