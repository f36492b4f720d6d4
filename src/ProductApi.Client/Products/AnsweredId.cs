using System.Collections.Frozen;
using System.Text.Json;

namespace ProductApi.Client.Products;

/// <summary>Tells an answer about another product from one whose id is written in another way.</summary>
internal static class AnsweredId
{
    private static readonly FrozenSet<string> OtherNumbers = FrozenSet.ToFrozenSet(
        ["sku", "code", "productCode", "number", "productNumber", "key", "ean", "gtin", "upc", "isbn", "barcode"],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether both ids are GUIDs and differ, or have the same form and differ in a number: the same letters and signs, in any
    /// case, around runs of digits. Of ids in different forms nothing can be said.</summary>
    public static bool IsAnother(string asked, string answered)
    {
        if (string.Equals(asked, answered, StringComparison.OrdinalIgnoreCase))
            return false;
        if (Guid.TryParse(asked, out var askedGuid) && Guid.TryParse(answered, out var answeredGuid))
            return askedGuid != answeredGuid;
        return DifferInNumbersOnly(asked, answered);
    }

    /// <summary>Whether a product names the id that was asked for as another of its numbers: some APIs are asked by SKU or barcode and
    /// answer with an id of their own. Only text counts, since any number could be equal by chance.</summary>
    public static bool IsNamedIn(IDictionary<string, JsonElement>? properties, string asked)
    {
        foreach (var (name, value) in properties ?? new Dictionary<string, JsonElement>())
        {
            if (value.ValueKind == JsonValueKind.String
                && OtherNumbers.Contains(name)
                && string.Equals(value.GetString(), asked, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private static bool DifferInNumbersOnly(ReadOnlySpan<char> asked, ReadOnlySpan<char> answered)
    {
        var differsInSign = TakeSign(ref asked) != TakeSign(ref answered);
        var differs = false;
        while (!asked.IsEmpty && !answered.IsEmpty)
        {
            if (char.IsAsciiDigit(asked[0]) && char.IsAsciiDigit(answered[0]))
            {
                var number = TakeNumber(ref asked);
                differs |= !number.SequenceEqual(TakeNumber(ref answered)) || (differsInSign && !number.IsEmpty);
                differsInSign = false;
            }
            else if (char.ToUpperInvariant(asked[0]) == char.ToUpperInvariant(answered[0]))
            {
                asked = asked[1..];
                answered = answered[1..];
            }
            else
            {
                return false;
            }
        }

        return differs && asked.IsEmpty && answered.IsEmpty;
    }

    private static bool TakeSign(ref ReadOnlySpan<char> id)
    {
        if (id is not ['-', >= '0' and <= '9', ..])
            return false;
        id = id[1..];
        return true;
    }

    /// <summary>The digits at the beginning, without leading zeros: as many as it takes, not as a number can hold.</summary>
    private static ReadOnlySpan<char> TakeNumber(ref ReadOnlySpan<char> id)
    {
        var length = id.IndexOfAnyExceptInRange('0', '9');
        var digits = length < 0 ? id : id[..length];
        id = id[digits.Length..];
        return digits.TrimStart('0');
    }
}
