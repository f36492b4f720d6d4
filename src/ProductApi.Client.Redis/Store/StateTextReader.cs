using System.Globalization;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Redis.Store;

/// <summary>Reads the fields of a state one after the other.</summary>
internal sealed class StateTextReader(string text, double storeAhead)
{
    private int _at;

    public double Number() => double.Parse(Next(), NumberStyles.Float, CultureInfo.InvariantCulture);

    public long Integer() => (long)Number();

    public bool Flag() => Number() != 0;

    public double Time() => Number() - storeAhead;

    // 0 stands for what never was.
    public double TimeOrNever() => Number() is not 0 and var time ? time - storeAhead : double.NegativeInfinity;

    public double? TimeOrNone() => NumberOrNone() - storeAhead;

    public double? NumberOrNone() => text[_at] == '-' && (_at + 1 == text.Length || text[_at + 1] == ' ') ? Skip() : Number();

    public ulong Bits()
    {
        var bits = 0UL;
        var word = Next();
        for (var i = 0; i < Math.Min(Noise.Recent, word.Length); i++)
            bits |= word[i] == '1' ? 1UL << i : 0;
        return bits;
    }

    private double? Skip()
    {
        Next();
        return null;
    }

    private ReadOnlySpan<char> Next()
    {
        var end = text.IndexOf(' ', _at);
        var word = end < 0 ? text.AsSpan(_at) : text.AsSpan(_at, end - _at);
        _at = end < 0 ? text.Length : end + 1;
        return word;
    }
}
