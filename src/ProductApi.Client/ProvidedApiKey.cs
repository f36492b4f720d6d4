using System.Diagnostics;
using ProductApi.Client.Registration;

namespace ProductApi.Client;

/// <summary>A key that an <see cref="ProductClientOptions.ApiKeyProvider"/> returns, such as an access token.</summary>
/// <remarks>Neither <see cref="ToString"/> nor a debugger shows the key.</remarks>
[DebuggerDisplay("***")]
public sealed class ProvidedApiKey
{
    /// <summary>Makes a key.</summary>
    /// <param name="value">The key, with or without its scheme: printable ASCII characters.</param>
    /// <exception cref="ArgumentException"><paramref name="value"/> is null or empty, contains a character that no header can carry, or
    /// begins or ends with a blank.</exception>
    public ProvidedApiKey(string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value);
        if (SettingText.KeyFlaw(value) is { } flaw)
            throw new ArgumentException($"The key {flaw}, which no header can carry.", nameof(value));
        Value = value;
    }

    /// <summary>The key as it was given.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string Value { get; }

    /// <summary>When the key expires. The provider is asked again a little earlier: by a tenth of the time that is left, at most 30
    /// seconds.</summary>
    /// <value>The default is <see langword="null"/>: the key is used until the server rejects it.</value>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Makes a key that does not expire.</summary>
    /// <param name="value">The key, with or without its scheme: printable ASCII characters.</param>
    /// <exception cref="ArgumentException"><paramref name="value"/> is null or empty, contains a character that no header can carry, or
    /// begins or ends with a blank.</exception>
    public static implicit operator ProvidedApiKey(string value) => new(value);

    /// <summary>Makes a key that does not expire.</summary>
    /// <param name="value">The key, with or without its scheme: printable ASCII characters.</param>
    /// <returns>The key.</returns>
    /// <exception cref="ArgumentException"><paramref name="value"/> is null or empty, contains a character that no header can carry, or
    /// begins or ends with a blank.</exception>
    public static ProvidedApiKey FromString(string value) => new(value);

    /// <summary>Returns asterisks, never the key.</summary>
    /// <returns><c>***</c></returns>
    public override string ToString() => "***";
}
