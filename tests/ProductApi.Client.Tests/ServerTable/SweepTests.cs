using ProductApi.Client.Tests.Support;
using Xunit.Abstractions;

namespace ProductApi.Client.Tests.ServerTable;

/// <summary>Other scales. Every so manyth case with one run; all of them with three runs each, and what took long written to
/// artifacts/sweep-*.md, when PRODUCT_API_TESTS_SWEEP is 1.</summary>
[Collection(nameof(VirtualTime))]
[Trait("Speed", "Slow")]
public sealed class SweepTests(ITestOutputHelper output)
{
    private const int Step = 7;
    private const double Long = 1.7;
    private const double LongestMean = 2.7;
    private const double LongestRun = 3.2;
    private const double MostLongShare = 0.1;

    private static readonly bool IsFull = Environment.GetEnvironmentVariable("PRODUCT_API_TESTS_SWEEP") == "1";

    [Theory]
    [Trait("Contract", "11")]
    [InlineData("buckets")]
    [InlineData("windows")]
    [InlineData("others")]
    public void At_every_scale_nothing_is_lost_and_little_time(string family)
    {
        var results = SweepCases.Of(family)
            .Where((_, index) => IsFull || index % Step == 0)
            .Select(server => server.Run(IsFull ? 3 : 1))
            .ToList();

        var noted = results.Where(result => result.Ratio > Long || result.Lost > 0).Select(result => result.ToString()).ToList();
        output.WriteLine($"{results.Count} cases; longer than {Long} x the ideal, or something lost:\n{string.Join('\n', noted)}");
        if (IsFull)
        {
            var title = $"{results.Count} cases, of which took longer than {Long} x the ideal, or lost something:";
            Artifact.Write($"sweep-{family}.md", [title, "", .. noted]);
        }
        Assert.All(results, result => Assert.True(result.Lost <= result.Case.MostLost, result.ToString()));
        Assert.All(results, result => Assert.True(result.Ratio <= (IsFull ? LongestMean : LongestRun), result.ToString()));
        Assert.InRange(noted.Count, 0, MostLongShare * results.Count);
    }
}
