using Microsoft.Extensions.Configuration;

namespace ProductApi.Client.Registration;

/// <summary>Finds the names in a client's section that are no settings, and the settings that were probably meant.</summary>
internal static class UnknownSettings
{
    private const int CloseEnough = 2;
    private const int ShortestSharedPart = 4;

    private static readonly string[] Known =
        [.. typeof(ProductClientOptions).GetProperties().Where(property => !IsCode(property.PropertyType))
            .Select(property => property.Name)];

    /// <param name="configuration">What the settings are read from.</param>
    /// <param name="serverNames">The servers whose own sections may stand among the settings.</param>
    /// <returns>One text for each name. Where the configuration is not a section, it holds more than settings: only what looks like a
    /// mistyped one is told.</returns>
    public static IEnumerable<string> Find(IConfiguration configuration, IReadOnlyCollection<string> serverNames)
    {
        foreach (var child in configuration.GetChildren())
        {
            if (Known.Contains(child.Key, StringComparer.OrdinalIgnoreCase) || IsOfAServer(child, serverNames))
                continue;

            var mistyped = Nearest(name => Distance(child.Key, name), most: CloseEnough);
            if (mistyped.Length > 0 && child.Key.Length > CloseEnough + 1)
                yield return $"{child.Path}: did you mean {mistyped}?";
            else if (configuration is IConfigurationSection)
                yield return Nearest(name => -SharedPart(child.Key, name), most: -ShortestSharedPart) is { Length: > 0 } similar
                    ? $"{child.Path}: did you mean {similar}?"
                    : child.Path;
        }
    }

    private static bool IsCode(Type type) => typeof(Delegate).IsAssignableFrom(type);

    // Also one that this process has not registered: services may share a file.
    private static bool IsOfAServer(IConfigurationSection section, IReadOnlyCollection<string> serverNames) =>
        section.GetChildren().Any()
        && (serverNames.Any(name => name.Split(':')[0].Equals(section.Key, StringComparison.OrdinalIgnoreCase))
            || section[nameof(ProductClientOptions.BaseAddress)] is not null
            || section[nameof(ProductClientOptions.ApiKey)] is not null);

    private static string Nearest(Func<string, int> distance, int most)
    {
        var least = Known.Min(distance);
        return least > most ? "" : string.Join(" or ", Known.Where(name => distance(name) == least));
    }

    private static int SharedPart(string left, string right)
    {
        var length = Math.Min(left.Length, right.Length);
        var head = 0;
        while (head < length && IsSame(left[head], right[head]))
            head++;
        var tail = 0;
        while (tail < length && IsSame(left[^(tail + 1)], right[^(tail + 1)]))
            tail++;
        return Math.Max(head, tail);
    }

    // Levenshtein's: letters to insert, to remove or to replace.
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var replaced = diagonal + (IsSame(left[i - 1], right[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[^1];
    }

    private static bool IsSame(char left, char right) => char.ToUpperInvariant(left) == char.ToUpperInvariant(right);
}
