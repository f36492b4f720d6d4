namespace ProductApi.Client.Throttling;

/// <content>A pace that is shared: what it has learned can be compared, copied and taken over.</content>
internal sealed partial class Pace
{
    public (double, double, double, double, double) Learned => (Rate, _ceiling, _raise, PauseUntil, _raiseAt);

    public double Ceiling => _ceiling;

    public PaceState Save()
    {
        var state = new PaceState
        {
            Rate = Rate,
            Ceiling = _ceiling,
            Step = _raise,
            PauseUntil = PauseUntil,
            NextSend = NextSend,
            ClimbAt = _raiseAt,
            Sends = _pacedSends,
            Free = _free,
        };
        _busiest.Save(state);
        return state;
    }

    public void Load(PaceState state)
    {
        (Rate, _ceiling, _raise, PauseUntil, NextSend, _raiseAt) =
            (state.Rate, state.Ceiling, state.Step, state.PauseUntil, state.NextSend, state.ClimbAt);
        (_pacedSends, _free) = ((int)state.Sends, (int)state.Free);
        _busiest.Load(state);
    }

    /// <summary>Others have seen a busier moment.</summary>
    public void SawBusier(double rate) => _busiest.SawBusier(rate);

    /// <summary>A part of the pace, for one of several that go on by themselves.</summary>
    public void Divide(double now, int parts)
    {
        Rate /= parts;
        _ceiling /= parts;
        _busiest = new Busiest();
        ResumeAt(now);
    }
}

/// <content>What is shared of the busiest moment.</content>
internal sealed partial class Busiest
{
    public void Save(PaceState state) =>
        (state.BusiestAt, state.BusiestSent, state.BusiestBefore, state.BusiestRate) = (_start, _sent, _sentBefore, Rate);

    public void Load(PaceState state) =>
        (_start, _sent, _sentBefore, Rate) = (state.BusiestAt, (int)state.BusiestSent, (int)state.BusiestBefore, state.BusiestRate);

    public void SawBusier(double rate) => Rate = Math.Max(Rate, rate);
}
