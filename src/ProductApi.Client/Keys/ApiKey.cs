using System.Diagnostics;

namespace ProductApi.Client.Keys;

/// <summary>One key. Compared by reference: what was learned under one key says nothing about the next.</summary>
[DebuggerDisplay("***")]
internal sealed class ApiKey
{
    public ApiKey(string? value, string? scheme)
    {
        Value = value;
        Credentials = string.IsNullOrEmpty(scheme) ? value : $"{scheme} {value}";
    }

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string? Value { get; }

    /// <summary>The header's value: the key behind its scheme.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string? Credentials { get; }
}
