using System.Diagnostics;

namespace ProductApi.Client.Http;

/// <summary>One key. Compared by reference: what was learned under one key says nothing about the next.</summary>
[DebuggerDisplay("***")]
internal sealed class ApiKey(string? value)
{
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string? Value { get; } = value;

    /// <summary>Takes the key out of a text that a server may have put it into.</summary>
    public string Mask(string text) =>
        string.IsNullOrEmpty(Value) ? text : text.Replace(Value, "***", StringComparison.OrdinalIgnoreCase);

    public bool IsQuotedIn(string text) =>
        !string.IsNullOrEmpty(Value) && text.Contains(Value, StringComparison.OrdinalIgnoreCase);
}
