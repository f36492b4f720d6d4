using System.Text.RegularExpressions;
using ProductApi.Client.Tests.Conventions;

namespace ProductApi.Client.Tests.Documentation;

/// <summary>Code that readers copy stands, line by line, in a file that compiles.</summary>
public sealed partial class CodeBlockTests
{
    public static TheoryData<string, string> CodeBlocks()
    {
        var blocks = new TheoryData<string, string>();
        foreach (var page in (string[])[Documents.Readme, Documents.PackagePage, Documents.RedisPage])
        {
            foreach (Match match in CSharpBlock().Matches(Documents.Read(page)))
                blocks.Add(page, match.Groups["code"].Value);
        }

        return blocks;
    }

    [Theory]
    [MemberData(nameof(CodeBlocks))]
    public void Code_shown_to_readers_is_code_that_compiles(string page, string code)
    {
        string[] folders =
        [
            "tests/ProductApi.Client.Tests/Documentation", "tests/ProductApi.Client.Redis.Tests/Documentation", "samples/ProductApi.Client.Sample",
        ];
        var compiled = folders.SelectMany(folder => Directory.EnumerateFiles(Repository.File(folder), "*.cs"))
            .Select(file => Normalize(File.ReadAllText(file)));

        Assert.True(compiled.Any(text => text.Contains(Normalize(code), StringComparison.Ordinal)), $"{page}: no test compiles\n{code}");
    }

    private static string Normalize(string code) =>
        string.Join('\n', code.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));

    [GeneratedRegex(@"^```csharp\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CSharpBlock();
}
