using System.Globalization;
using System.Text.RegularExpressions;
using ProductApi.Client.Tests.Conventions;

namespace ProductApi.Client.Tests.Documentation;

public sealed partial class DocumentationTests
{
    private static readonly string[] Pages = ["README.md", "src/ProductApi.Client/README.md"];

    public static TheoryData<string, string> CodeBlocks()
    {
        var blocks = new TheoryData<string, string>();
        foreach (var page in Pages)
        {
            foreach (Match match in CSharpBlock().Matches(File.ReadAllText(Repository.File(page))))
                blocks.Add(page, match.Groups["code"].Value);
        }

        return blocks;
    }

    [Theory]
    [MemberData(nameof(CodeBlocks))]
    public void Code_shown_to_readers_is_code_that_compiles(string page, string code)
    {
        var compiled = Directory.EnumerateFiles(Repository.File("tests/ProductApi.Client.Tests/Documentation"), "*.cs")
            .Concat(Directory.EnumerateFiles(Repository.File("samples/ProductApi.Client.Sample"), "*.cs"))
            .Select(file => Normalize(File.ReadAllText(file)));

        Assert.True(compiled.Any(text => text.Contains(Normalize(code), StringComparison.Ordinal)), $"{page} shows code that stands nowhere in the tests:\n{code}");
    }

    [Fact]
    public void The_table_of_settings_names_every_setting_with_its_default()
    {
        var readme = File.ReadAllText(Repository.File("README.md"));
        var defaults = new ProductClientOptions();

        Assert.All(typeof(ProductClientOptions).GetProperties(), property =>
        {
            var row = Regex.Match(readme, $@"^\| `{property.Name}` \| (?<default>[^|]+) \|", RegexOptions.Multiline);
            Assert.True(row.Success, $"README.md has no row for {property.Name}.");
            Assert.Equal(Describe(property.GetValue(defaults)), row.Groups["default"].Value.Trim());
        });
    }

    [Fact]
    public void The_table_of_errors_names_every_kind()
    {
        var readme = File.ReadAllText(Repository.File("README.md"));

        Assert.All(Enum.GetNames<FetchErrorKind>(), kind => Assert.Contains($"| `{kind}` |", readme, StringComparison.Ordinal));
    }

    [Fact]
    public void The_promises_of_security_name_tests_that_exist()
    {
        var readme = File.ReadAllText(Repository.File("README.md"));
        var rows = readme.Split("## Security")[1].Split("What is not promised")[0].Split('\n').Where(line => line.StartsWith('|')).Skip(2);

        Assert.All(rows, row => Assert.All(Regex.Matches(row.Split('|')[2], "`(?<test>[^`]+)`"), match =>
        {
            var test = match.Groups["test"].Value;
            Assert.True(File.Exists(Repository.File(test)) || File.Exists(Repository.File($"tests/ProductApi.Client.Tests/{test}.cs")), test);
        }));
        Assert.All(rows, row => Assert.Contains('`', row.Split('|')[2]));
    }

    [Fact]
    public void The_packages_page_has_no_relative_links()
    {
        var page = File.ReadAllText(Repository.File("src/ProductApi.Client/README.md"));

        Assert.DoesNotMatch(@"\]\((?!https://)", page);
    }

    private static string Describe(object? value) => value switch
    {
        null => "none",
        TimeSpan time when time.TotalMinutes >= 1 => FormattableString.Invariant($"{time.TotalMinutes} min"),
        TimeSpan time => FormattableString.Invariant($"{time.TotalSeconds} s"),
        bool flag => flag ? "`true`" : "`false`",
        string text => $"`{text}`",
        int bytes and >= 1024 * 1024 => $"{bytes / 1024 / 1024} MiB",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Normalize(string code) =>
        string.Join('\n', code.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));

    [GeneratedRegex(@"^```csharp\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CSharpBlock();
}
