using System.Globalization;
using System.Text;
using CsCheck;

namespace ProductApi.Client.Tests.Properties;

/// <summary>Random bodies, from products to noise.</summary>
internal static class Bodies
{
    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.Char.Array[0, 20].Select(chars => new string(chars)),
        Samples.OneOf("", "7", "\u0000", "\ud83d\ude00", "\ud800", "</script>", "\u202e", "\r\n"));

    private static readonly Gen<string> Numbers = Gen.OneOf(
        Gen.Double.Select(number => number.ToString("R", CultureInfo.InvariantCulture)),
        Samples.OneOf(
            "0", "-0", "1e400", "-1e-400", "79228162514264337593543950336", "0.00000000000000000000000000001", "01", "+1", "NaN", "7."));

    private static readonly Gen<string> Nesting = Gen.Select(
        Gen.Int[0, 100], Samples.OneOf(("[", "]"), ("""{"a":""", "}")),
        (depth, pair) => string.Concat(Enumerable.Repeat(pair.Item1, depth)) + "0" + string.Concat(Enumerable.Repeat(pair.Item2, depth)));

    private static readonly Gen<string> Values = Gen.OneOf(
        Texts.Select(Quote), Numbers, Nesting,
        Samples.OneOf("null", "true", "[]", "{}", "[1,\"2\",{\"a\":null}]", "\"\\ud800\"", "\"\\u0000\""));

    private static readonly Gen<string> Names = Samples.OneOf(
        "id", "name", "description", "price", "currency", "ID", "extra", "", "$id", "\\u0069d", "\u00e9");

    private static readonly Gen<string> Objects = Gen.Select(Values, Gen.Select(Names, Values).Array[0, 6], (id, members) =>
        "{" + string.Join(", ", members.Select(member => $"\"{member.Item1}\":{member.Item2}").Prepend($"\"id\":{id}")) + "}");

    private static readonly Gen<byte[]> Valid = Gen
        .Select(Objects, Samples.OneOf("", "\uFEFF", " \r\n\t"), Samples.OneOf("", "\n", "//", "{}", "\0"))
        .Select((json, before, after) => Encoding.UTF8.GetBytes(before + json + after));

    private static readonly Gen<byte[]> Mutated = Gen.Select(
        Valid, Gen.Select(Gen.Int[0, 1000], Gen.Byte, Gen.Int[0, 2]).Array[1, 3], Mutate);

    private static readonly Gen<byte[]> Truncated = Gen.Select(Valid, Gen.Int[0, 1000], (body, cut) => body[..(cut % (body.Length + 1))]);

    private static readonly Gen<byte[]> Soup = Samples.OneOf(
        "{", "}", "[", "]", ",", ":", "\"", "\"id\"", "\"name\"", "1", "null", "\\", "\\u", " ", "\u2028").Array[0, 20]
        .Select(pieces => Encoding.UTF8.GetBytes(string.Concat(pieces)));

    public static Gen<byte[]> Any { get; } = Gen.Frequency(
        (3, Valid), (3, Mutated), (1, Truncated), (1, Soup), (1, Gen.Byte.Array[0, 300]));

    private static string Quote(string text) =>
        "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";

    private static byte[] Mutate(byte[] body, (int At, byte Value, int How)[] changes)
    {
        var bytes = body.ToList();
        foreach (var (at, value, how) in changes)
        {
            var position = at % (bytes.Count + 1);
            if (how == 0 || position == bytes.Count)
                bytes.Insert(position, value);
            else if (how == 1)
                bytes[position] = value;
            else
                bytes.RemoveAt(position);
        }

        return [.. bytes];
    }
}
