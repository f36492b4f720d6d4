using ProductApi.Client.Throttling;

namespace ProductApi.Client.Redis.Store;

/// <summary>How a state travels: its fields in a fixed order, the same as in state.lua, separated by spaces; times of the store's
/// clock.</summary>
internal static class StateText
{
    public static SharedState Parse(string text, double storeAhead)
    {
        var reader = new StateTextReader(text, storeAhead);
        var evidence = new Evidence(ReadPace(reader), ReadCycle(reader), ReadNoise(reader), ReadWindow(reader));
        var state = new SharedState
        {
            Pace = evidence.Pace,
            Cycle = evidence.Cycle,
            Noise = evidence.Noise,
            Window = evidence.Window,
            Announced = ReadAnnounced(reader),
            Opening = new Opening(reader.Time(), reader.Integer()),
        };
        var born = reader.Integer();
        state.Version = new StateNumber(born, reader.Integer());
        state.Epoch = new StateNumber(born, reader.Integer());
        state.QuotaLeft = reader.NumberOrNone();
        state.QuotaReset = reader.Time();
        state.Sequence = reader.Integer();
        state.Last = reader.Integer();
        state.LastServed = reader.TimeOrNever();
        state.SentAt = reader.TimeOrNever();
        state.AloneUntil = reader.TimeOrNever();
        state.RampAt = reader.Time();
        state.RampSequence = reader.Integer();
        state.Served = reader.Integer();
        return state;
    }

    public static string Format(Evidence evidence, double storeAhead)
    {
        var (pace, cycle, noise, window) = evidence;
        return new StateTextWriter(storeAhead)
            .Number(pace.Rate).Number(pace.Ceiling).Number(pace.Step).Time(pace.PauseUntil).Time(pace.NextSend).Time(pace.ClimbAt)
            .Number(pace.Sends).Number(pace.Free)
            .Time(pace.BusiestAt).Number(pace.BusiestSent).Number(pace.BusiestBefore).Number(pace.BusiestRate)
            .Number(cycle.First).TimeOrNone(cycle.Start).Number(cycle.Dry).Time(cycle.FirstAt).Number(cycle.Served).Number(cycle.Refused)
            .Bits(noise.Bad).Number(noise.Share).Number(noise.Judged).Number(noise.Cuts).Number(noise.Trial).Number(noise.Good)
                .Number(noise.Was)
            .Time(noise.LastAt).Time(noise.At).Number(noise.Before).Number(noise.Refused).Flag(noise.Rated)
            .Number(window.Length).Number(window.Shut).Time(window.Opened).Time(window.Stopped).Time(window.Until)
            .Flag(window.Known).Number(window.Quota).Number(window.Passed)
            .ToString();
    }

    public static string Format(AnnouncedState wait, double storeAhead) => new StateTextWriter(storeAhead)
        .Time(wait.Until).Time(wait.After).Number(wait.Rate).Time(wait.LookAt).Flag(wait.Early).Number(wait.Failed).Time(wait.VerdictUntil)
        .ToString();

    public static string Format(Opening opening, double storeAhead) =>
        new StateTextWriter(storeAhead).Time(opening.Until).Number(opening.Count).ToString();

    private static PaceState ReadPace(StateTextReader reader) => new()
    {
        Rate = reader.Number(),
        Ceiling = reader.Number(),
        Step = reader.Number(),
        PauseUntil = reader.Time(),
        NextSend = reader.Time(),
        ClimbAt = reader.Time(),
        Sends = reader.Integer(),
        Free = reader.Integer(),
        BusiestAt = reader.Time(),
        BusiestSent = reader.Integer(),
        BusiestBefore = reader.Integer(),
        BusiestRate = reader.Number(),
    };

    private static CycleState ReadCycle(StateTextReader reader) => new()
    {
        First = reader.Integer(),
        Start = reader.TimeOrNone(),
        Dry = reader.Integer(),
        FirstAt = reader.Time(),
        Served = reader.Integer(),
        Refused = reader.Integer(),
    };

    private static NoiseState ReadNoise(StateTextReader reader) => new()
    {
        Bad = reader.Bits(),
        Share = reader.Number(),
        Judged = reader.Number(),
        Cuts = reader.Integer(),
        Trial = reader.Integer(),
        Good = reader.Number(),
        Was = reader.Number(),
        LastAt = reader.Time(),
        At = reader.Time(),
        Before = reader.Integer(),
        Refused = reader.Integer(),
        Rated = reader.Flag(),
    };

    private static WindowState ReadWindow(StateTextReader reader) => new()
    {
        Length = reader.Number(),
        Shut = reader.Number(),
        Opened = reader.Time(),
        Stopped = reader.Time(),
        Until = reader.Time(),
        Known = reader.Flag(),
        Quota = reader.Number(),
        Passed = reader.Number(),
    };

    private static AnnouncedState ReadAnnounced(StateTextReader reader) => new()
    {
        Until = reader.Time(),
        After = reader.Time(),
        Rate = reader.Number(),
        LookAt = reader.Time(),
        Early = reader.Flag(),
        Failed = reader.Integer(),
        VerdictUntil = reader.Time(),
    };
}
