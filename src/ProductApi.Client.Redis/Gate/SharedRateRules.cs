using ProductApi.Client.Redis.Store;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Redis.Gate;

/// <summary>The rules about the rate, on copies of what the processes share. Sends with a number of the store are counted there; a verdict
/// on the pace is for the gate to put.</summary>
internal sealed class SharedRateRules : RateRules
{
    // The noise constants were chosen for 160 sends/s. Each factor of e^1.8 more sends allows one more refusal in a row by chance.
    private const double UsualRate = 160;
    private const double TimesPerRefusal = 1.8;

    private double _chances = 1;
    private double _spare;

    /// <summary>Decides about a verdict instead of these rules; null while the process is on its own.</summary>
    public Action<double, PaceVerdict>? Judge { get; set; }

    /// <summary>Whether the parts are copies.</summary>
    public bool IsShared { get; set; } = true;

    /// <summary>Whether the send at hand has a number of the store.</summary>
    public bool IsGranted { get; set; }

    /// <summary>The first send of the cycle.</summary>
    public long First => CycleRule.First;

    public double? CycleStart => CycleRule.Start;

    public double Ceiling => PaceRule.Ceiling;

    public double NoiseShare => NoiseRule.Share;

    public double NoiseJudged => NoiseRule.Judged;

    public double LastSendAt => NoiseRule.LastSendAt;

    public bool IsTrial => NoiseRule.IsTrial;

    /// <summary>Whether a refusal that announces nothing is to be judged on what all processes saw.</summary>
    public bool IsDoubtful => NoiseShare > 0 || IsTrial || !IsPaceKnown;

    public Learned Learned => new(PaceRule.Learned, CycleRule.Learned, NoiseRule.Learned, WindowRule.Learned);

    public override long OnSend(double now, bool isPaced)
    {
        if (!IsShared)
            return base.OnSend(now, isPaced);

        LastSend++;
        CycleRule.OnSend(now, LastSend);
        PaceRule.OnSend(now, isPaced: false);
        if (!IsGranted)
            Apply(now, NoiseRule.OnSend(now, LastSend, isPaced: false, IsPaceKnown, 2 * _spare));
        return LastSend;
    }

    public override void OnRefused(double now, Send send, bool isRated)
    {
        if (!IsShared)
        {
            base.OnRefused(now, send, isRated);
            return;
        }

        CycleRule.OnRefused(send.Number);
        NoiseRule.OnRefusedElsewhere(send.Number, LastSend, isRated);
    }

    public override bool IsNoise(Send send) => IsShared
        ? send.Number > First && !NoiseRule.IsLimit(First, LastSend, IsPaceKnown, _spare)
        : base.IsNoise(send);

    public override void Apply(double now, PaceVerdict verdict)
    {
        if (Judge is { } judge && verdict.Rate is not null)
            judge(now, verdict);
        else
            base.Apply(now, verdict);
    }

    public override void Forget(double now)
    {
        if (Judge is { } judge)
            judge(now, PaceVerdict.Forget);
        else
            base.Forget(now);
    }

    /// <summary>As <see cref="Apply"/>, asking nobody.</summary>
    public void ApplyNow(double now, PaceVerdict verdict)
    {
        var judge = Judge;
        Judge = null;
        base.Apply(now, verdict);
        Judge = judge;
    }

    /// <summary>Allows for more refusals in a row by chance where more sends are looked at.</summary>
    public void SetChances(int freeMembers)
    {
        var chances = Math.Max(1, IsPaceKnown ? Pace / UsualRate : freeMembers);
        if (chances == _chances)
            return;

        _chances = chances;
        _spare = Math.Log(chances) / TimesPerRefusal;
    }

    public Evidence Save(long offset)
    {
        var (pace, cycle, noise, window) = (PaceRule.Save(), CycleRule.Save(), NoiseRule.Save(), WindowRule.Save());
        cycle.First -= offset;
        noise.Before -= offset;
        return new Evidence(pace, cycle, noise, window);
    }

    public void Load(Evidence evidence, long offset)
    {
        PaceRule.Load(evidence.Pace);
        CycleRule = new Cycle(evidence.Cycle);
        NoiseRule.Load(evidence.Noise);
        WindowRule.Load(evidence.Window);
        MoveNumbers(offset);
    }

    public void MoveNumbers(long by)
    {
        CycleRule.MoveNumbers(by);
        NoiseRule.MoveNumbers(by);
    }

    public void SetLastSend(long number) => LastSend = number;

    public void ReachNumber(long number) => LastSend = Math.Max(LastSend, number);

    /// <summary>Numbers of the process's own from here.</summary>
    public void BeginFree(double now, long first)
    {
        LastSend = first;
        NoiseRule.BeginAnew(now, first);
    }

    public void BeginCycleAt(double now) => CycleRule.BeginAt(now);

    public void CountServed(long number) => CycleRule.CountServed(number);

    public void SawBusier(double rate) => PaceRule.SawBusier(rate);

    public void UncountRefused(long number)
    {
        CycleRule.UncountRefused();
        NoiseRule.UncountRefused(number);
    }

    public void ScaleGotThrough(double factor) => NoiseRule.ScaleGotThrough(factor);

    public bool IsRaiseDue(double now) => IsPaceKnown && !IsTrial && PaceRule.IsRaiseDue(now);

    public void Raise(double now, long last)
    {
        PaceRule.Raise(now);
        NoiseRule.OnRaise(now, last);
    }

    public bool IsBlockOver(double now, long last) => NoiseRule.IsBlockOver(now, last);

    public PaceVerdict EndBlock(double now, long last) => NoiseRule.EndBlock(now, last);

    public bool IsTrialOver(long last) => NoiseRule.IsTrialOver(last);

    public PaceVerdict EndTrial(double now, long last) => NoiseRule.EndTrial(last, now);

    /// <summary>On its own: a part of the pace, and a cycle of its own.</summary>
    public void GoAlone(double now, int members)
    {
        IsShared = IsGranted = false;
        Judge = null;
        PaceRule.Divide(now, members);
        CycleRule = new Cycle(LastSend + 1, now);
        NoiseRule.Reset(now, LastSend);
    }
}

/// <summary>What lasts of the parts; what is counted for all is the store's.</summary>
internal readonly record struct Learned(
    (double, double, double, double, double) Pace,
    (long, int) Cycle,
    (double, double, int, long, double, double) Noise,
    (double, double, double, double, double, bool, double, double) Window);
