using System.Text.RegularExpressions;
using ProductApi.Client.Tests.Conventions;

namespace ProductApi.Client.Tests.Documentation;

/// <summary>The documents of the repository, and the sources they talk about.</summary>
internal static class Documents
{
    public const string Readme = "README.md";
    public const string HowItIsBuilt = "src/README.md";
    public const string PackagePage = "src/ProductApi.Client/README.md";
    public const string RedisPage = "src/ProductApi.Client.Redis/README.md";

    public static string Read(string page) => File.ReadAllText(Repository.File(page)).ReplaceLineEndings("\n");

    /// <summary>What stands between two headings or other texts.</summary>
    public static string Read(string page, string from, string to) => Read(page).Split(from)[1].Split(to)[0];

    /// <summary>What the first group of a pattern captures, each time; lines begin at <c>^</c>.</summary>
    public static IReadOnlyList<string> Find(string text, string pattern) =>
        [.. Regex.Matches(text, pattern, RegexOptions.Multiline).Select(match => match.Groups[1].Value)];

    /// <summary>The library's sources, without what the build makes of them; paths with slashes.</summary>
    public static IReadOnlyList<string> LibraryFiles() =>
    [
        .. Directory.EnumerateFiles(Repository.File("src/ProductApi.Client"), "*.cs", SearchOption.AllDirectories)
            .Select(file => file.Replace('\\', '/'))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal)),
    ];
}
