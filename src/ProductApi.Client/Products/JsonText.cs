using System.Buffers;
using System.Text;
using System.Text.Json;

namespace ProductApi.Client.Products;

/// <summary>Reads texts and values of which every string is one: half of a surrogate pair becomes U+FFFD.</summary>
internal static class JsonText
{
    /// <summary>Reads again what has been read once, under stricter options or the same.</summary>
    public static JsonReaderOptions Lenient { get; } = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
        MaxDepth = int.MaxValue,
    };

    /// <summary>The string or property name at which the reader stands.</summary>
    public static string ReadString(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped || SurrogateEscapes.Repair(Raw(ref reader)) is not { } repaired)
            return reader.GetString()!;

        var repairedReader = new Utf8JsonReader([(byte)'"', .. repaired, (byte)'"']);
        repairedReader.Read();
        return repairedReader.GetString()!;
    }

    /// <summary>The value at which the reader stands; leaves it at the value's end.</summary>
    public static JsonElement ReadElement(ref Utf8JsonReader reader)
    {
        var isBroken = reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray
            ? ContainsHalfOfSurrogatePair(reader)
            : HasHalfOfSurrogatePair(ref reader);
        var element = JsonElement.ParseValue(ref reader);
        if (!isBroken || SurrogateEscapes.Repair(Encoding.UTF8.GetBytes(element.GetRawText())) is not { } repaired)
            return element;

        var repairedReader = new Utf8JsonReader(repaired, Lenient);
        return JsonElement.ParseValue(ref repairedReader);
    }

    /// <summary>Whether the token at which the reader stands is a text with half of a surrogate pair.</summary>
    public static bool HasHalfOfSurrogatePair(ref Utf8JsonReader reader) =>
        reader.ValueIsEscaped && SurrogateEscapes.Repair(Raw(ref reader)) is not null;

    // The reader is a copy, which looks ahead.
    private static bool ContainsHalfOfSurrogatePair(Utf8JsonReader reader)
    {
        var depth = reader.CurrentDepth;
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            if (HasHalfOfSurrogatePair(ref reader))
                return true;
        }

        return false;
    }

    private static ReadOnlySpan<byte> Raw(ref Utf8JsonReader reader) =>
        reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan;
}
