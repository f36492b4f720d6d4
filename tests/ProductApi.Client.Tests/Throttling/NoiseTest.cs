using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

/// <summary>64 sends a second, of which some are refused.</summary>
public abstract class NoiseTest
{
    private protected const double Interval = 1.0 / 64;

    private protected Noise Noise { get; } = new();

    private protected double Now { get; set; }

    private protected long Last { get; private set; }

    // One send per character, x: refused at once; what the last of them made of the pace.
    private protected PaceVerdict Send(string sends, bool isPaceKnown, bool isRated = false, bool isFree = false, double spare = 0)
    {
        PaceVerdict verdict = default;
        foreach (var send in sends)
        {
            Now += Interval;
            Last++;
            verdict = Either(verdict, Noise.OnSend(Now, Last, isPaced: isPaceKnown && !isFree, isPaceKnown, spare));
            if (send == 'x')
                verdict = Either(verdict, Noise.OnRefused(Now, Last, Last, isRated));
        }

        return verdict;
    }

    private protected PaceVerdict CutAfter(string sends, bool isRated = false)
    {
        Send(sends, isPaceKnown: true, isRated);
        return Noise.OnCut(Now, Last, isPaceKnown: true, isHinted: false);
    }

    private protected void Raise(string after)
    {
        Send(after, isPaceKnown: true);
        Noise.OnRaise(Now, Last);
    }

    private protected void LearnPace() => Noise.OnCut(Now, Last, isPaceKnown: false, isHinted: false);

    private protected PaceVerdict StartTrial(string cut = "....x")
    {
        LearnPace();
        CutAfter(cut);
        CutAfter(cut);
        return CutAfter(cut);
    }

    // 3 of 24 sends: an eighth.
    private protected void LearnNoise()
    {
        StartTrial(".......x");
        Send(".......x.......x.......x", isPaceKnown: true);
    }

    private protected static string Refused(int count) => new('x', count);

    private protected static string Served(int count) => new('.', count);

    private static PaceVerdict Either(PaceVerdict first, PaceVerdict second) => first.Rate is null ? second : first;
}
