using ProductApi.Client.Tests.Conventions;

namespace ProductApi.Client.Tests.Documentation;

/// <summary>Documents that can be read in one go, and names in them that exist.</summary>
public sealed class ReadabilityTests
{
    public static TheoryData<string> Pages() =>
    [
        Documents.Readme, Documents.HowItIsBuilt, Documents.PackagePage, Documents.RedisPage, "tests/README.md",
        "tests/ProductApi.Client.Benchmarks/README.md", ".github/CONTRIBUTING.md", ".github/SECURITY.md",
    ];

    [Fact]
    public void The_README_has_at_most_240_lines()
    {
        Assert.InRange(Documents.Read(Documents.Readme).Split('\n').Length - 1, 1, 240);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void No_line_but_a_table_row_has_more_than_140_columns(string page)
    {
        var tooLong = Documents.Read(page).Split('\n').Where(line => line.Length > 140 && !line.StartsWith('|'));

        Assert.Empty(tooLong);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Relative_links_lead_to_files_that_exist(string page)
    {
        var folder = Path.GetDirectoryName(Repository.File(page))!;
        var targets = Documents.Find(Documents.Read(page), @"\]\((?!https?://|#)([^)#]+)");

        Assert.All(targets, target => Assert.True(File.Exists(Path.Combine(folder, target)), $"{page} links to {target}."));
    }

    [Fact]
    public void Files_named_in_how_the_library_is_built_exist()
    {
        var files = Documents.LibraryFiles();
        var named = Documents.Find(Documents.Read(Documents.HowItIsBuilt), @"`([\w./]+\.cs)`");

        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.Contains(files, file => file.EndsWith($"/{name}", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_table_of_files_names_each_file_once()
    {
        var named = Documents.Find(Documents.Read(Documents.HowItIsBuilt, "### Every file", "\n## "), @"^\| `([\w./]+\.cs)` \|");

        Assert.NotEmpty(named);
        Assert.Equal(named.Distinct(), named);
    }

    [Fact]
    public void The_contract_has_every_sentence_that_a_test_names()
    {
        var sentences = Documents.Find(Documents.Read(Documents.HowItIsBuilt, "## The contract", "## Decisions"), @"^(\d+)\. ");
        var named = Directory.EnumerateFiles(Repository.File("tests/ProductApi.Client.Tests"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Documents.Find(File.ReadAllText(file), "Trait[(]\"Contract\", \"([0-9]+)\"[)]"));

        Assert.Equal(Enumerable.Range(1, sentences.Count).Select(number => $"{number}"), sentences);
        Assert.Empty(named.Distinct().Except(sentences));
    }
}
