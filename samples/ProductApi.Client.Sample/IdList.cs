using System.Globalization;
using System.Text.RegularExpressions;

namespace ProductApi.Client.Sample;

/// <summary>The ids of <c>--ids</c>: ranges of numbers and literal ids, expanded only while they are fetched.</summary>
internal sealed partial class IdList
{
    private readonly List<Entry> _entries;

    private IdList(List<Entry> entries)
    {
        _entries = entries;
        Count = entries.Sum(entry => entry.Count);
        HighestOfRanges = entries.Max(entry => entry.Range?.Last ?? 0);
    }

    public static IdList Default { get; } = Parse("1-500");

    public long Count { get; }

    /// <summary>The largest number any range reaches; 0 when there is no range.</summary>
    public long HighestOfRanges { get; }

    public static IdList Parse(string text)
    {
        var entries = text.Split(',', StringSplitOptions.TrimEntries).Select(ParseEntry).ToList();
        try
        {
            return new IdList(entries);
        }
        catch (OverflowException)
        {
            throw new FormatException($"'{text}' names more ids than can be counted.");
        }
    }

    public IEnumerable<ProductId> Expand()
    {
        foreach (var entry in _entries)
        {
            if (entry.Range is not var (first, last, digits))
            {
                yield return entry.Literal;
                continue;
            }

            for (var number = first; number <= last; number++)
                yield return number.ToString($"D{digits}", CultureInfo.InvariantCulture);
        }
    }

    private static Entry ParseEntry(string text)
    {
        if (text.Length == 0)
            throw new FormatException("there is an empty id between two commas. Write ids and ranges such as 1-500,777,abc.");
        if (RangePattern().Match(text) is not { Success: true } match)
            return new Entry(text, null);

        var (from, to) = (match.Groups[1].Value, match.Groups[2].Value);
        if (!long.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            || !long.TryParse(to, NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            || last == long.MaxValue)
            throw new FormatException($"the range '{text}' is too large.");
        if (first > last)
            throw new FormatException($"the range '{text}' runs backwards. Write {to}-{from}.");

        // 001-500 keeps its zeros: 001 and 1 are different ids.
        return new Entry(text, new NumberRange(first, last, from.Length));
    }

    [GeneratedRegex("^([0-9]+)-([0-9]+)$")]
    private static partial Regex RangePattern();

    private readonly record struct Entry(string Literal, NumberRange? Range)
    {
        public long Count => Range is { } range ? range.Last - range.First + 1 : 1;
    }

    private readonly record struct NumberRange(long First, long Last, int Digits);
}
