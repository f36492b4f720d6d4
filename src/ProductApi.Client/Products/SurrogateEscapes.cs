using System.Buffers.Text;

namespace ProductApi.Client.Products;

/// <summary>Finds escapes such as <c>\ud83d</c> that stand for half of a surrogate pair: valid JSON, but no text. A string with one can
/// neither be read nor written later.</summary>
internal static class SurrogateEscapes
{
    private const int Length = 6;

    /// <summary>A copy of the JSON in which each half stands for U+FFFD; null when there is none.</summary>
    public static byte[]? Repair(ReadOnlySpan<byte> json)
    {
        byte[]? repaired = null;
        for (var at = Next(json, 0); at >= 0;)
        {
            var rest = json[at..];
            if (!TryReadUnit(rest, out var unit))
            {
                at = Next(json, at + 2);
            }
            else if (!char.IsSurrogate(unit))
            {
                at = Next(json, at + Length);
            }
            else if (char.IsHighSurrogate(unit) && TryReadUnit(rest[Length..], out var second) && char.IsLowSurrogate(second))
            {
                at = Next(json, at + (2 * Length));
            }
            else
            {
                repaired ??= json.ToArray();
                @"\ufffd"u8.CopyTo(repaired.AsSpan(at));
                at = Next(json, at + Length);
            }
        }

        return repaired;
    }

    private static int Next(ReadOnlySpan<byte> json, int from)
    {
        var at = from < json.Length ? json[from..].IndexOf((byte)'\\') : -1;
        return at < 0 ? -1 : from + at;
    }

    private static bool TryReadUnit(ReadOnlySpan<byte> escape, out char unit)
    {
        unit = default;
        if (escape.Length < Length || !escape.StartsWith(@"\u"u8)
            || !Utf8Parser.TryParse(escape[2..Length], out ushort value, out var digits, 'x') || digits != Length - 2)
        {
            return false;
        }

        unit = (char)value;
        return true;
    }
}
