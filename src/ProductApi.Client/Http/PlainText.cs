namespace ProductApi.Client.Http;

/// <summary>Makes text from outside fit to stand in one line of a log or a message.</summary>
internal static class PlainText
{
    public static string OneLine(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)) : text;
}
