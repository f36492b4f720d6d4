namespace ProductApi.Client.Tests.ServerTable.Servers;

/// <summary>No limit, and a cache in front: each tenth product comes from it, with the used-up quota of somebody who asked long ago.
/// </summary>
internal sealed class CachedQuota(ServerClock clock, SeededRandom random, long reset) : ServerModel(clock, random)
{
    private static readonly IReadOnlyList<(string, string)> Age = [("Age", "3300")];

    private int _served;

    public override void Arrive(int item, Reply reply) => reply(
        ++_served % 10 != 0 ? ServerAnswer.Product
            : ServerAnswer.Product with { Headers = Age, RateLimitFields = new RateLimitFields(QuotaHeaders.Older, 0, reset) },
        ServiceTime());
}
