using System.Globalization;
using System.Net.Http.Headers;

namespace ProductApi.Client.Headers;

/// <summary>The members of a header that was sent in several lines, or in one with commas: HTTP takes both for the same.</summary>
internal static class HeaderList
{
    private static readonly string[] Weekdays =
        [.. CultureInfo.InvariantCulture.DateTimeFormat.DayNames, .. CultureInfo.InvariantCulture.DateTimeFormat.AbbreviatedDayNames];

    public static string[] Members(HeaderStringValues lines)
    {
        var text = lines.ToString();
        if (!text.Contains(',', StringComparison.Ordinal))
            return string.IsNullOrWhiteSpace(text) ? [] : [text.Trim()];

        var parts = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        List<string> members = new(parts.Length);
        for (var i = 0; i < parts.Length; i++)
        {
            // The comma of an HTTP-date: "Thu, 01 Jan 2026 12:00:30 GMT".
            var isDate = i + 1 < parts.Length && Weekdays.Contains(parts[i], StringComparer.OrdinalIgnoreCase);
            members.Add(isDate ? $"{parts[i]}, {parts[++i]}" : parts[i]);
        }

        return [.. members];
    }
}
