using System.Diagnostics;

namespace ProductApi.Client.Keys;

/// <summary>One key. Compared by reference: what was learned under one key says nothing about the next.</summary>
[DebuggerDisplay("***")]
internal sealed class ApiKey
{
    public ApiKey(string? value, string? scheme, bool isProvided = false)
    {
        // Libraries hand out the whole header's value: the scheme is not sent twice.
        var hasScheme = !string.IsNullOrEmpty(scheme) && value?.StartsWith($"{scheme} ", StringComparison.OrdinalIgnoreCase) == true;
        Value = value = hasScheme ? value![(scheme!.Length + 1)..].TrimStart() : value;
        IsProvided = isProvided;
        Credentials = string.IsNullOrEmpty(scheme) ? value : $"{scheme} {value}";
    }

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string? Value { get; }

    /// <summary>Whether it came from a provider: then the next one stands for the same account.</summary>
    public bool IsProvided { get; }

    /// <summary>The header's value: the key behind its scheme.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string? Credentials { get; }
}
