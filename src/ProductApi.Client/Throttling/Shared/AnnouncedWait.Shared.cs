namespace ProductApi.Client.Throttling;

/// <content>A wait that was announced to several processes.</content>
internal sealed partial class AnnouncedWait
{
    public (double, double, double, double, bool, int, double) Learned =>
        (Until, _saidAt, PaceBefore, _lookAt, IsEarly, _failedEarlyLooks, _hopelessUntil);

    public AnnouncedState Save() => new()
    {
        Until = Until, After = _saidAt, Rate = PaceBefore, LookAt = _lookAt, Early = IsEarly, Failed = _failedEarlyLooks, VerdictUntil = _hopelessUntil,
    };

    public void Load(AnnouncedState state) => (Until, _saidAt, PaceBefore, _lookAt, IsEarly, _failedEarlyLooks, _hopelessUntil) =
        (state.Until, state.After, state.Rate, state.LookAt, state.Early, (int)state.Failed, state.VerdictUntil);
}
