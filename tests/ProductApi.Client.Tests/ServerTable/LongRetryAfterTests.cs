using ProductApi.Client.Tests.ServerTable.Servers;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.ServerTable;

/// <summary>A quota that is used up for the next hour.</summary>
[Collection(nameof(VirtualTime))]
[Trait("Speed", "Slow")]
public sealed class LongRetryAfterTests
{
    private const int RateLimitFields = 500;
    private const double Hour = 3600;

    [Theory]
    [Trait("Contract", "10")]
    [InlineData(false)]
    [InlineData(true)]
    public void After_the_quota_the_rest_fails_at_once_with_the_wait(bool announcesTheQuota)
    {
        for (var seed = 1; seed <= 5; seed++)
        {
            using var simulation = new Simulation((clock, random) => new FixedWindow(clock, random, RateLimitFields, Hour)
            {
                QuotaHeaders = announcesTheQuota ? QuotaHeaders.Draft6 : QuotaHeaders.None,
            }, seed);

            var results = simulation.Fetch(2000);

            Assert.Equal(RateLimitFields, results.Count(result => result.Succeeded));
            Assert.All(results.Where(result => !result.Succeeded), result =>
            {
                Assert.Equal(FetchErrorKind.RateLimited, result.Error!.Kind);
                Assert.InRange(result.Error.RetryAfter!.Value.TotalSeconds, Hour - 10, Hour);
            });
            Assert.InRange(simulation.Now, 2, 5);
            Assert.InRange(simulation.Network.Sends.Count, RateLimitFields, RateLimitFields + (announcesTheQuota ? 1 : 12));
        }
    }
}
