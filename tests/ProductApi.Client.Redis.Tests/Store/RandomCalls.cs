using ProductApi.Client.Redis.Store;
using ProductApi.Client.Redis.Tests.Support;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Redis.Tests.Store;

/// <summary>Calls of a handful of processes such as gates make them, and some that no gate would make.</summary>
internal sealed class RandomCalls(int seed)
{
    private static readonly string[] Names = ["a", "b", "c"];

    private readonly Random _random = new(seed);

    public double Now { get; private set; } = 1_000;

    public void Advance()
    {
        var step = _random.Next(20) switch { 0 => 6, 1 => 2.5, < 8 => 0.3, _ => 0.02 };
        Now = Math.Round(Now + (step * _random.NextDouble()), 6);
    }

    public bool IsPut(SharedState? last) => last is not null && _random.Next(10) == 0;

    public TakeRequest Take(SharedState? last) => new(Report(last), _random.Next(4) == 0 ? 0 : _random.Next(1, 20), _random.Next(8) == 0);

    public PutRequest Put(SharedState last)
    {
        var version = _random.Next(4) == 0 ? last.Version with { Count = last.Version.Count - 1 } : last.Version;
        return _random.Next(3) switch
        {
            0 => new PutRequest(Report(last), version) { Announced = Wait() },
            1 =>
                new PutRequest(Report(last), version)
                {
                    Opening = _random.Next(2) == 0
                    ? default
                    : new Opening(Now + 0.3, _random.Next(4))
                },
            _ => new PutRequest(Report(last), version) { Evidence = Change(last) },
        };
    }

    private MemberReport Report(SharedState? last)
    {
        var sequence = last?.Sequence ?? 0;
        var answered = sequence == 0 ? 0 : Math.Max(0, sequence - _random.Next(30));
        return new MemberReport(Names[_random.Next(Names.Length)], 10)
        {
            Epoch = _random.Next(10) == 0 ? null : last?.Epoch,
            Held = _random.Next(4) == 0 ? null : _random.Next(10),
            Free = _random.Next(5) == 0 ? 3 : 0,
            Served = _random.Next(6),
            ServedAt = Now - (0.5 * Math.Round(_random.NextDouble(), 6)),
            Answered = answered,
            Refused = [.. Enumerable.Range(0, _random.Next(3))
                .Select(_ => new RefusedSend(Math.Max(1, answered - _random.Next(80)), _random.Next(2) == 0))],
            Quota = _random.Next(10) == 0 ? new QuotaSeen(_random.Next(40), Now + _random.Next(3)) : null,
            Seed = _random.Next(2) == 0 ? new Seed(50, 100, 0.1, 20) : null,
        };
    }

    private AnnouncedState Wait() => _random.Next(2) == 0
        ? new AnnouncedState { Until = Now, VerdictUntil = Now }
        : new AnnouncedState
        {
            Until = Now + 0.5,
            After = Now,
            Rate = 40,
            LookAt = Now
            + 0.2,
            Early = true,
            Failed = 1,
            VerdictUntil = Now
        };

    private Evidence Change(SharedState last)
    {
        var copy = last.Copy();
        var isNewCycle = _random.Next(2) == 0;
        if (isNewCycle)
            copy.Cycle = new CycleState { First = last.Sequence + 1, Start = _random.Next(2) == 0 ? null : Now, FirstAt = Now };
        (copy.Pace.Rate, copy.Pace.Ceiling) = _random.Next(4) == 0
            ? (double.PositiveInfinity, double.PositiveInfinity)
            : (_random.Next(5, 200), 200);
        copy.Pace.PauseUntil = Now + (_random.Next(2) == 0 ? 0.1 : 0);
        copy.Pace.Free = _random.Next(6) == 0 ? 5 : 0;
        copy.Noise.Trial = _random.Next(4) == 0 ? 30 : 0;
        if (_random.Next(4) == 0)
            copy.Noise.Before = last.Sequence;
        return new Evidence(copy.Pace, copy.Cycle, copy.Noise, copy.Window);
    }
}
