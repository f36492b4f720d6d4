using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using ProductApi.Client.Diagnostics;
using ProductApi.Client.Tests.Conventions;

namespace ProductApi.Client.Tests.Documentation;

/// <summary>What the README and the package's page say about settings, errors, telemetry and security.</summary>
public sealed class DocumentationTests
{
    [Theory]
    [InlineData(Documents.Readme)]
    [InlineData(Documents.PackagePage)]
    public void The_table_of_settings_names_every_setting_with_its_default(string page)
    {
        var text = Documents.Read(page);
        var defaults = new ProductClientOptions();

        Assert.All(typeof(ProductClientOptions).GetProperties(), property =>
        {
            var row = Regex.Match(text, $@"^\| `{property.Name}` \| (?<default>[^|]+) \|", RegexOptions.Multiline);
            Assert.True(row.Success, $"{page} has no row for {property.Name}.");
            Assert.Equal(Describe(property.GetValue(defaults)), row.Groups["default"].Value.Trim());
        });
    }

    [Theory]
    [InlineData(Documents.Readme)]
    [InlineData(Documents.PackagePage)]
    public void The_table_of_errors_names_every_kind(string page)
    {
        var text = Documents.Read(page);

        Assert.All(Enum.GetNames<FetchErrorKind>(), kind => Assert.Contains($"| `{kind}` |", text, StringComparison.Ordinal));
    }

    [Fact]
    public void The_promises_of_security_name_tests_that_exist()
    {
        var table = Documents.Read(Documents.Readme, "## Security", "What is not promised").Split('\n').Where(line => line.StartsWith('|'));

        Assert.All(table.Skip(2), row =>
        {
            var tests = Documents.Find(row.Split('|')[2], "`([^`]+)`");
            Assert.NotEmpty(tests);
            Assert.All(tests, test => Assert.True(
                File.Exists(Repository.File(test)) || File.Exists(Repository.File($"tests/ProductApi.Client.Tests/{test}.cs")), test));
        });
    }

    [Fact]
    public void The_packages_page_has_no_relative_links()
    {
        Assert.DoesNotMatch(@"\]\((?!https://)", Documents.Read(Documents.PackagePage));
    }

    [Fact]
    public void The_packages_page_names_every_log_event_with_its_id()
    {
        var text = Documents.Read(Documents.PackagePage);
        var events = typeof(Log).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>()!);

        Assert.All(events, written => Assert.Contains($"| `{written.EventName}` | {written.EventId} |", text, StringComparison.Ordinal));
    }

    [Fact]
    public void The_packages_page_names_every_metric()
    {
        var names = Documents.Find(
            Documents.Read("src/ProductApi.Client/Diagnostics/ProductClientTelemetry.cs"), "\"(productapi[.][a-z.]+)\"");

        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.Contains($"`{name}`", Documents.Read(Documents.PackagePage), StringComparison.Ordinal));
    }

    [Fact]
    public void Messages_that_are_explained_are_messages_of_the_library_or_the_platform()
    {
        string[] ofThePlatform = ["Unable to resolve service for type", "This instance has already started"];
        var library = string.Concat(Documents.LibraryFiles().Select(File.ReadAllText));
        var table = Documents.Read(Documents.PackagePage, "## Messages and their causes", "## Security");
        var messages = Documents.Find(table, @"^\| `([^`]+)` \|")
            .Where(message => !ofThePlatform.Any(message.StartsWith));

        // A message about a setting begins with the setting's name and value, which are not in the source.
        Assert.NotEmpty(messages);
        Assert.All(messages, message => Assert.Contains(message.Split(". ")[^1], library, StringComparison.Ordinal));
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
}
