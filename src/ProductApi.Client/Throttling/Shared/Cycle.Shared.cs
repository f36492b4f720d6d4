namespace ProductApi.Client.Throttling;

/// <content>A cycle of sends that several processes make together.</content>
internal sealed partial class Cycle
{
    public Cycle(CycleState state)
        : this(state.First, state.Start, (int)state.Dry) =>
        (FirstAt, Served, _refused) = (state.FirstAt, (int)state.Served, (int)state.Refused);

    public (long, int) Learned => (First, RefusedFirst);

    public double? Start => _start;

    public CycleState Save() =>
        new() { First = First, Start = _start, Dry = RefusedFirst, FirstAt = FirstAt, Served = Served, Refused = _refused };

    /// <summary>The number tells what was served, also by others.</summary>
    public void CountServed(long number) => Served = (int)Math.Max(0, number - First + 1 - _refused);

    public void UncountRefused() => _refused--;

    public void BeginAt(double time)
    {
        if (_start is null)
            FirstAt = time;
    }

    public void MoveNumbers(long by) => First += by;
}
