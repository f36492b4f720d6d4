namespace ProductApi.Client.Throttling;

/// <content>A wait that was announced to several processes.</content>
internal sealed partial class AnnouncedWait
{
    public (double, double, double, double, bool, int, double) Learned =>
        (Until, _saidAt, PaceBefore, _lookAt, IsEarly, _failedEarlyLooks, _trueUntil);

    public AnnouncedState Save() => new()
    {
        Until = Until,
        After = _saidAt,
        Rate = PaceBefore,
        LookAt = _lookAt,
        Early = IsEarly,
        Failed = _failedEarlyLooks,
        VerdictUntil = _trueUntil,
    };

    public void Load(AnnouncedState state)
    {
        // Of what others have found, the wait itself tells whether it is too long.
        if (state.VerdictUntil != _trueUntil)
            _isTrueTooLong = IsTooLong(state.Until - (state.VerdictUntil - LookAgainAfter));
        (Until, _saidAt, PaceBefore, _lookAt, IsEarly, _failedEarlyLooks, _trueUntil) =
            (state.Until, state.After, state.Rate, state.LookAt, state.Early, (int)state.Failed, state.VerdictUntil);
    }
}
