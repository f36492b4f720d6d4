namespace ProductApi.Client.Throttling;

/// <summary>Everything sent between two push-backs. Its first send refused means "too early", a later one "too fast".</summary>
/// <param name="first">The number of its first send.</param>
/// <param name="start">When it began; null: with its first send.</param>
/// <param name="refusedFirst">How many first sends were refused in a row.</param>
internal sealed partial class Cycle(long first, double? start = null, int refusedFirst = 0)
{
    // What a cycle's length and its passed sends are divided by.
    private const double ShortestLength = 0.001;
    private const double LeastPassed = 0.5;

    private double? _start = start;
    private int _refused;

    public long First { get; private set; } = first;

    /// <summary>When the first send left.</summary>
    public double FirstAt { get; private set; }

    /// <summary>How many first sends were refused in a row.</summary>
    public int RefusedFirst { get; private set; } = refusedFirst;

    /// <summary>Attempts served.</summary>
    public int Served { get; private set; }

    public void OnSend(double now, long number)
    {
        _start ??= now;
        if (number == First)
            FirstAt = now;
    }

    public void OnServed() => Served++;

    public void OnRefused(long number)
    {
        if (number >= First)
            _refused++;
    }

    /// <summary>The first send was refused: the next one takes its place.</summary>
    public void OnTooEarly(long last)
    {
        RefusedFirst++;
        First = last + 1;
    }

    public double Length(double now) => Math.Max(ShortestLength, now - (_start ?? now));

    /// <summary>Attempts served per second.</summary>
    public double ServedRate(double now) => Math.Max(LeastPassed, Served) / Length(now);

    /// <summary>Sends up to this one that were not refused.</summary>
    public double Passed(long number) => Math.Max(LeastPassed, number - First + 1 - _refused);
}
