using System.Text;

namespace ProductApi.Client.Headers;

/// <summary>One member of a list or dictionary of structured fields (RFC 9651): a name and parameters, read leniently.</summary>
internal sealed class StructuredItem
{
    private readonly Dictionary<string, string> _parameters = new(StringComparer.OrdinalIgnoreCase);

    public string Name { get; private init; } = string.Empty;

    public string? this[string parameter] => _parameters.GetValueOrDefault(parameter);

    public static IEnumerable<StructuredItem> ParseList(string field) =>
        SplitOutsideQuotes(field, ',').Select(member => Parse([.. SplitOutsideQuotes(member, ';')]));

    public void Merge(StructuredItem other)
    {
        foreach (var (name, value) in other._parameters)
            _parameters[name] = value;
    }

    private static StructuredItem Parse(string[] parts)
    {
        var item = new StructuredItem { Name = Unquote(parts[0]) };
        foreach (var part in parts)
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
                item._parameters[part[..equals].Trim()] = Unquote(part[(equals + 1)..]);
        }

        return item;
    }

    private static string Unquote(string text) => text.Trim().Trim('"');

    private static List<string> SplitOutsideQuotes(string text, char separator)
    {
        List<string> parts = [];
        var part = new StringBuilder();
        var isQuoted = false;
        foreach (var c in text)
        {
            if (c == '"')
                isQuoted = !isQuoted;
            if (c == separator && !isQuoted)
            {
                parts.Add(part.ToString());
                part.Clear();
            }
            else
            {
                part.Append(c);
            }
        }

        parts.Add(part.ToString());
        return parts;
    }
}
