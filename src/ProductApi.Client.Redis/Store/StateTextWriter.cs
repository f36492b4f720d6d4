using System.Globalization;
using System.Text;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Redis.Store;

/// <summary>Writes the fields of a state one after the other.</summary>
internal sealed class StateTextWriter(double storeAhead)
{
    private readonly StringBuilder _text = new();

    /// <summary>A number as both C# and Lua read it.</summary>
    public static string Text(double value) =>
        double.IsPositiveInfinity(value)
            ? "1e999"
            : double.IsNegativeInfinity(value) ? "-1e999" : value.ToString("R", CultureInfo.InvariantCulture);

    public StateTextWriter Number(double value) => Word(Text(value));

    public StateTextWriter Flag(bool value) => Word(value ? "1" : "0");

    public StateTextWriter Time(double value) => Number(value + storeAhead);

    public StateTextWriter TimeOrNone(double? value) => value is { } time ? Time(time) : Word("-");

    public StateTextWriter Bits(ulong bits) => Word(string.Create(Noise.Recent, bits, static (word, bits) =>
    {
        for (var i = 0; i < Noise.Recent; i++)
            word[i] = (bits >> i & 1) == 1 ? '1' : '0';
    }));

    public override string ToString() => _text.ToString();

    private StateTextWriter Word(string word)
    {
        if (_text.Length > 0)
            _text.Append(' ');
        _text.Append(word);
        return this;
    }
}
