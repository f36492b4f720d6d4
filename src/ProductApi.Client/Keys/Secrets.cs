using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace ProductApi.Client.Keys;

/// <summary>What no text that leaves the client may hold: its keys, present and former ones, what it signs in to a proxy with, and whatever
/// else looks like a credential.</summary>
[DebuggerDisplay("***")]
internal sealed partial class Secrets
{
    // A server may quote a key of a while ago; a provider's keys may last minutes.
    private const int MostKeys = 16;

    // A shorter part of a proxy's credentials would be found everywhere.
    private const int LeastPart = 4;

    private readonly object _lock = new();

    // The latest is the last.
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly List<Secret> _keys = [];

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly List<Secret> _others = [];

    // Longer ones first: one may be a part of another.
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private volatile Secret[] _all = [];

    public Secrets(params IEnumerable<string?> keys)
    {
        foreach (var key in keys)
            AddKey(key);
    }

    public int LongestQuotation { get; private set; }

    public void AddKey(string? key)
    {
        if (string.IsNullOrEmpty(key))
            return;

        lock (_lock)
        {
            var known = _keys.Find(secret => secret.Value == key);
            if (known is not null)
                _keys.Remove(known);
            else if (_keys.Count == MostKeys)
                _keys.RemoveAt(0);
            _keys.Add(known ?? new Secret(key));
            Collect();
        }
    }

    /// <param name="userInformation">A user and a password, or a token, as they stand in an address.</param>
    public void AddUserInformation(string userInformation)
    {
        var parts = userInformation.Split(':', 2).Select(Uri.UnescapeDataString).ToArray();
        AddOthers(string.Join(':', parts), parts[^1]);
    }

    /// <param name="key">A user and a password in Base64 (RFC 7617), which a server may quote in plain.</param>
    public void AddBasicCredentials(string? key)
    {
        var bytes = new byte[key?.Length ?? 0];
        if (Convert.TryFromBase64String(key ?? "", bytes, out var length) && Encoding.UTF8.GetString(bytes, 0, length) is { } plain)
        {
            AddKey(plain);
            if (plain[(plain.IndexOf(':', StringComparison.Ordinal) + 1)..] is { Length: >= LeastPart } password)
                AddKey(password);
        }
    }

    /// <param name="path">A path, in whose query a credential may stand.</param>
    public void AddQuery(string path)
    {
        foreach (Match parameter in CredentialInQuery().Matches(path))
            AddOthers(parameter.Groups[1].Value, Uri.UnescapeDataString(parameter.Groups[1].Value));
    }

    /// <summary>Takes them out of a text that somebody else may have put them into.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isCut">Whether it may go on where it ends.</param>
    public string Mask(string text, bool isCut = false)
    {
        foreach (var secret in _all)
            text = secret.HideIn(text);
        return Credentials.HideIn(text, isCut);
    }

    /// <summary>Whether one that is known is quoted.</summary>
    public bool AreQuotedIn(string text) => Array.Exists(_all, secret => secret.IsQuotedIn(text));

    /// <summary>Whether one that is known is quoted, or something that looks like one.</summary>
    public bool MayBeIn(string text) => AreQuotedIn(text) || Credentials.AreIn(text);

    private void AddOthers(params ReadOnlySpan<string> texts)
    {
        lock (_lock)
        {
            foreach (var text in texts)
            {
                if (text.Length >= LeastPart && _others.TrueForAll(secret => secret.Value != text))
                    _others.Add(new Secret(text));
            }

            if (_others.Count > 0)
                Collect();
        }
    }

    [GeneratedRegex(
        "[?&][^=&#]*(?:key|secret|token|password|passwd|pass|pwd|sig|signature|auth|credentials?)=([^&#{}]+)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex CredentialInQuery();

    private void Collect()
    {
        _all = [.. _keys.Concat(_others).OrderByDescending(secret => secret.Value.Length)];
        LongestQuotation = _all.Max(secret => secret.LongestQuotation);
    }
}
