using System.Buffers;
using System.Text;
using ProductApi.Client.Keys;

namespace ProductApi.Client.Products;

/// <summary>Makes a product's address: the id is data, escaped into one path segment.</summary>
internal sealed class ProductUri
{
    // What every server is asked to take (RFC 9110, section 4.1).
    private const int MaxLength = 8000;

    // What most ids are made of, and nothing that could be wrong with one.
    private static readonly SearchValues<char> Harmless =
        SearchValues.Create("-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz");

    private readonly Uri _baseAddress;
    private readonly string _before;
    private readonly string _after;

    /// <param name="baseAddress">The address of the caller's HttpClient: that of <paramref name="access"/>, unless the caller changed
    /// it.</param>
    /// <param name="access">The configured server.</param>
    public ProductUri(Uri baseAddress, ApiAccess access)
    {
        var parts = access.ProductPath.Split("{id}");
        _baseAddress = baseAddress;
        _before = baseAddress.AbsoluteUri.TrimEnd('/') + "/" + parts[0];
        _after = parts[1];
        Access = access;
    }

    /// <summary>Whose addresses these are.</summary>
    public ApiAccess Access { get; }

    /// <summary>The same for another configured server; an address that the caller has changed stays.</summary>
    public ProductUri MovedTo(ApiAccess access) => new(_baseAddress == Access.BaseAddress ? access.BaseAddress : _baseAddress, access);

    /// <summary>The id's address; null when it is too long for one.</summary>
    public Uri? For(string id)
    {
        if (_before.Length + id.Length + _after.Length > MaxLength)
            return null;

        var address = string.Concat(_before, Uri.EscapeDataString(id), _after);
        return address.Length <= MaxLength ? new Uri(address) : null;
    }

    /// <summary>Why an id cannot be sent; null when it can.</summary>
    public static string? Reject(string id)
    {
        if (id.Length == 0)
            return "it is empty";
        if (!id.AsSpan().ContainsAnyExcept(Harmless))
            return null;
        if (ContainsDotSegment(id))
            return "it contains a dot segment, which would lead to another path";
        if (id.Any(char.IsControl))
            return "it contains a control character";
        return HasLoneSurrogate(id) ? "it contains half of a surrogate pair" : null;
    }

    // Uri collapses a segment of dots to its parent, and servers decode %2F and %5C before they walk the path.
    private static bool ContainsDotSegment(string id)
    {
        if (!id.Contains('.'))
            return false;

        return id.Split('/', '\\').Any(segment => segment is "." or "..");
    }

    private static bool HasLoneSurrogate(string id)
    {
        for (var rest = id.AsSpan(); !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var consumed) != OperationStatus.Done)
                return true;
            rest = rest[consumed..];
        }

        return false;
    }
}
