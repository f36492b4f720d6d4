using Xunit.Abstractions;

namespace ProductApi.Client.Tests.Hostile;

/// <summary>Every hostile case as the one bad id beside two thousand good ones, over sockets: the accounting. How long it takes is measured
/// in virtual time.</summary>
[Trait("Speed", "Slow")]
public sealed class OneHostileIdTests(ITestOutputHelper output)
{
    public static TheoryData<string> Cases => HostileServerTests.Cases;

    [Theory]
    [MemberData(nameof(Cases))]
    [Trait("Contract", "11")]
    public async Task Two_thousand_products_arrive_beside_one_hostile_answer(string sent)
    {
        var hostile = HostileCases.Named(sent);

        var run = await HostileRuns.OfTwoThousand.OfAsync(hostile);

        output.WriteLine($"{run.Bad.Attempts} attempts, {run.Bad.Error}");
        Assert.Equal((2001, 2000), (run.Count, run.Good));
        Assert.Equal(hostile.Verdict.Kind, run.Bad.Error?.Kind);
    }
}
