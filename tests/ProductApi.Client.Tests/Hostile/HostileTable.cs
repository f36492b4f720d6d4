using System.Globalization;
using System.Text;

namespace ProductApi.Client.Tests.Hostile;

/// <summary>The table in tests/HOSTILE.md: what was sent, what the caller got.</summary>
internal static class HostileTable
{
    private const string Begin = "<!-- hostile cases: generated, see above -->\n";
    private const string End = "<!-- end of the hostile cases -->";

    /// <summary>The page with its table replaced by what the runs gave.</summary>
    public static string Rewrite(string page, IReadOnlyList<HostileRun> runs)
    {
        var before = page.IndexOf(Begin, StringComparison.Ordinal);
        var after = page.IndexOf(End, StringComparison.Ordinal);
        if (before < 0 || after < before)
            throw new InvalidOperationException($"The page has no place for the table, from '{Begin.Trim()}' to '{End}'.");
        return page[..(before + Begin.Length)] + Table(runs) + page[after..];
    }

    private static string Table(IReadOnlyList<HostileRun> runs)
    {
        var table = new StringBuilder();
        foreach (var (title, cases) in HostileCases.Groups)
        {
            table.Append(CultureInfo.InvariantCulture, $"\n## {title}\n\n| what was sent | what the caller got |\n| --- | --- |\n");
            foreach (var run in runs.Where(run => cases.Any(hostile => hostile.Sent == run.Case.Sent)))
                table.Append(CultureInfo.InvariantCulture, $"| {Cell(run.Case.Sent)} | {Cell(Got(run).ToString())} |\n");
        }

        return table.Append('\n').ToString();
    }

    // Of the message, which may tell ports and depend on the platform, only the part the case asks for, when it is there.
    private static Verdict Got(HostileRun run)
    {
        var asked = run.Case.Verdict.Message;
        var message = run.Bad.Error is not { } error || error.Message.Contains(asked, StringComparison.Ordinal) ? asked : error.Message;
        var least = run.Case.Verdict.Attempts;
        var orMore = run.Case.Verdict.OrMore && run.Bad.Attempts >= least;
        return new Verdict(run.Bad.Error?.Kind, (int?)run.Bad.Error?.StatusCode, orMore
            ? least
            : run.Bad.Attempts, message)
        { OrMore = orMore };
    }

    private static string Cell(string text) =>
        text.Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
}
