using ProductApi.Client.Tests.Conventions;

namespace ProductApi.Client.Tests.Hostile;

[Trait("Speed", "Slow")]
public sealed class HostileTableTests
{
    private const string Rewrites = "PRODUCT_API_TESTS_WRITE";

    private const string Name = "tests/HOSTILE.md";

    private static readonly string Page = Repository.File(Name);

    [Fact]
    public async Task The_table_of_hostile_servers_is_what_the_cases_gave()
    {
        var page = await File.ReadAllTextAsync(Page);

        var current = HostileTable.Rewrite(page, await HostileRuns.OfTwenty.AllAsync());

        if (Environment.GetEnvironmentVariable(Rewrites) == "1")
            await File.WriteAllTextAsync(Page, current);
        else
            Assert.True(page == current, $"{Difference(page, current)} If that is meant, run this test once with {Rewrites}=1.");
    }

    [Fact]
    public void Every_case_is_told_apart_by_what_was_sent()
    {
        Assert.Equal(HostileCases.All.Count, HostileCases.All.Select(hostile => hostile.Sent).Distinct().Count());
    }

    private static string Difference(string page, string current)
    {
        var (there, now) = page.Split('\n').Zip(current.Split('\n')).FirstOrDefault(lines => lines.First != lines.Second);
        return $"{Name} does not show what the cases give now. First difference: '{there}', now '{now}'.";
    }
}
