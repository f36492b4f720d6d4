using CsCheck;
using ProductApi.Client.Tests.ServerTable;
using ProductApi.Client.Tests.Support;
using Xunit.Abstractions;

namespace ProductApi.Client.Tests.Properties;

/// <summary>Random limits at all scales, random refusals, random bad ids and lies: nobody pays for what is not his fault.</summary>
[Collection(nameof(VirtualTime))]
[Trait("Speed", "Slow")]
public sealed class LimitProperties(ITestOutputHelper output)
{
    [Fact]
    [Trait("Contract", "11")]
    public void Whatever_the_limit_nobody_fails() => Try(LimitedPlans.Limited, 60);

    [Fact]
    [Trait("Contract", "11")]
    public void Whatever_ids_are_bad_and_whatever_headers_say_exactly_the_bad_ids_fail_with_their_own_error() =>
        Try(LimitedPlans.WithBadIds, 100);

    // One after the other: virtual time suffers nobody beside it.
    private void Try(Gen<LimitedPlan> plans, uint samples) => Samples.Try(plans, Check, output.WriteLine, samples);

    private static void Check(LimitedPlan plan)
    {
        using var simulation = new Simulation(plan.CreateServer, plan.Seed, maxConcurrency: plan.MaxConcurrency);

        var results = simulation.Fetch(plan.Count);

        Assert.Equal(plan.Count, results.Count);
        BadIdRun.AssertExactlyTheBadFail(results, plan.BadIds());
        Assert.InRange(simulation.Network.MaxInFlight, 1, plan.MaxConcurrency);
    }
}
