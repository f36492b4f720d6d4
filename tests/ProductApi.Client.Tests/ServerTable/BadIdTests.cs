using ProductApi.Client.Tests.Support;
using Xunit.Abstractions;

namespace ProductApi.Client.Tests.ServerTable;

/// <summary>Bad ids and headers that lie: nobody else pays for them.</summary>
[Collection(nameof(VirtualTime))]
[Trait("Speed", "Slow")]
public sealed class BadIdTests(BadIdReport report, ITestOutputHelper output) : IClassFixture<BadIdReport>
{
    private const int MostSeeds = 5;
    private const int FewSeeds = 2;

    public static TheoryData<string> Cases => [.. BadIdCases.All.Select(bad => bad.Name)];

    [Theory]
    [Trait("Contract", "11")]
    [MemberData(nameof(Cases))]
    public void Exactly_the_bad_ids_fail_and_the_others_hardly_wait(string name)
    {
        var bad = Case(name);
        double most = 0, mostOthers = 0;
        foreach (var setting in BadIdSetting.Usual)
        {
            for (var seed = 1; seed <= (setting.Count > 1000 ? FewSeeds : MostSeeds); seed++)
            {
                var clean = report.CleanRun(setting, seed);
                var run = BadIdRun.Of(bad, setting, seed);
                most = Math.Max(most, run.End - clean.End);
                mostOthers = Math.Max(mostOthers, run.LastGood - clean.LastGood);
            }
        }

        report.Add(bad, most, mostOthers);
        output.WriteLine($"{most:0.0} s more, the others {mostOthers:0.0} s");
        Assert.InRange(most, double.NegativeInfinity, bad.MostSeconds);
        Assert.InRange(mostOthers, double.NegativeInfinity, bad.MostOthersSeconds ?? bad.MostSeconds);
    }

    [Theory]
    [Trait("Contract", "11")]
    [MemberData(nameof(Cases))]
    public void Also_in_front_of_all_others_before_anything_was_served(string name) =>
        AssertAsTheReference(Case(name).InFront(), BadIdSetting.Front, Case(name).Front, FewSeeds);

    [Theory]
    [Trait("Contract", "11")]
    [MemberData(nameof(Cases))]
    public void Also_among_few_ids_with_few_in_flight(string name) =>
        AssertAsTheReference(Case(name), BadIdSetting.Few, Case(name).Few, seeds: 3);

    private void AssertAsTheReference(BadIdCase bad, BadIdSetting[] settings, double[] reference, int seeds)
    {
        foreach (var (setting, seconds) in settings.Zip(reference).Where(pair => pair.Second < BadIdCases.Lost))
        {
            var most = Enumerable.Range(1, seeds).Max(seed => BadIdRun.Of(bad, setting, seed).End - report.CleanRun(setting, seed).End);
            output.WriteLine($"{setting}: {most:0.0} s more, reference {seconds:0.0} s");
            Assert.InRange(most, double.NegativeInfinity, (1.25 * seconds) + 2);
        }
    }

    private static BadIdCase Case(string name) => BadIdCases.All.Single(bad => bad.Name == name);
}
