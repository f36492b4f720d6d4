using CsCheck;

namespace ProductApi.Client.Tests.Properties;

/// <summary>Random plans, each kind with its own emphasis.</summary>
internal static class Plans
{
    private static readonly Gen<Announcement> Announcements = Gen.Select(
        Samples.OneOf(0.3, 0.7, 1, 1.5, 2, 5, 12, 29, 40, 700, 86_400, 9_007_199_254_741),
        Gen.Frequency((6, Gen.Const(Announcement.Form.Number)), (4, Gen.Enum<Announcement.Form>())),
        (seconds, form) => new Announcement(seconds, form));

    private static readonly Gen<(int, int)?> Quotas = Maybe(1, Gen.Select(Gen.Int[0, 30], Samples.OneOf(0, 1, 3, 20)));

    /// <summary>A bit of everything.</summary>
    public static Gen<Plan> Mixed { get; } = Of(
        Gen.Frequency((6, Gen.Const(Fate.Product)), (6, Gen.Enum<Fate>())), Calls(Maybe(1, Gen.Int[1, 20_000])));

    /// <summary>A server that pushes back again and again, and callers who let it.</summary>
    public static Gen<Plan> PushedBack { get; } = Of(
        Gen.Frequency((3, Gen.Const(Fate.Product)), (4, Gen.Const(Fate.Throttled)), (2, Gen.Const(Fate.Busy)), (1, Gen.Enum<Fate>())),
        Calls(Gen.Const((int?)null)));

    /// <summary>Callers of whom hardly one waits for the end.</summary>
    public static Gen<Plan> EndedEarly { get; } = Of(
        Gen.Frequency((8, Gen.Const(Fate.Product)), (6, Gen.Enum<Fate>())),
        Calls(Maybe(6, Gen.Frequency((3, Gen.Int[1, 500]), (1, Gen.Int[1, 20_000])))));

    private static Gen<Plan> Of(Gen<Fate> fates, Gen<Call> calls)
    {
        var bodyTimes = Gen.Frequency((4, Gen.Const(0)), (1, Gen.Int[1, 2000]));
        var replies = Gen.Select(fates, Gen.Int[0, 400], bodyTimes, Maybe(2, Announcements), Quotas,
            (fate, latency, time, retryAfter, quota) => new Reply(fate, latency, BodyTime(fate, time, retryAfter), retryAfter, quota));
        var scripts = Gen.Select(replies.Array[0, 6], Gen.Int[0, 9], (script, luck) => new Script(script, luck == 9));
        var outages = Gen.Select(Gen.Int[0, 5000], Gen.Int[1, 60_000],
            Samples.OneOf(Fate.Refused, Fate.Busy, Fate.InternalError, Fate.Reset, Fate.NoAnswer, Fate.ConnectTimeout),
            (from, length, fate) => new Outage(from, length, fate));
        var settings = Gen.Select(
            Gen.Int[1, 20], Gen.Int[0, 3], Samples.OneOf(0, 2, 30, 600), Samples.OneOf(1, 20, 120), Samples.OneOf(1, 5, 10));
        var faults = Gen.Frequency((3, Gen.Const<Outage[]>([])), (1, outages.Array[1, 2]));
        return Gen.Select(settings, scripts.Array[0, 12], faults, calls.Array[1, 4],
            (set, script, outage, call) => new Plan
            {
                MaxConcurrency = set.Item1,
                MaxRetryAttempts = set.Item2,
                MaxRetryAfter = set.Item3,
                OutagePatience = set.Item4,
                AttemptTimeout = set.Item5,
                Scripts = script,
                Outages = outage,
                Calls = call,
            });
    }

    private static Gen<Call> Calls(Gen<int?> ends)
    {
        var delays = Gen.Frequency((3, Gen.Const(0)), (1, Gen.Int[1, 300]));
        var starts = Gen.Frequency((2, Gen.Const(0)), (1, Gen.Int[1, 5000]));
        var sources = Gen.Select(Gen.Int[0, 12].Array[0, 40], Maybe(1, Gen.Int[0, 40]), delays);
        var consumers = Gen.Select(Gen.Bool, delays, ends.Select(end => end % 30 + 1));
        return Gen.Select(sources, consumers, starts, Maybe(2, Gen.Int[1, 20]), ends, ends, Gen.Int[0, 2],
            (source, consumer, startsAt, cap, cancelledAt, timeLimit, kind) => new Call
            {
                Ids = source.Item1,
                SourceThrowsAt = kind == 0 && source.Item2 <= source.Item1.Length ? source.Item2 : null,
                SourceDelay = source.Item3,
                IsStream = consumer.Item1,
                ConsumerDelay = consumer.Item2,
                LeavesAfter = consumer.Item1 ? consumer.Item3 : null,
                StartsAt = startsAt,
                MaxConcurrency = cap,
                CancelledAt = kind != 1 ? cancelledAt : null,
                TimeLimit = kind != 2 ? timeLimit : null,
            });
    }

    // The body of a refusal arrives within every attempt timeout, and at once where the wait it announces depends on when it is read.
    private static int BodyTime(Fate fate, int bodyTime, Announcement? retryAfter) =>
        fate is not (Fate.Throttled or Fate.Busy) ? bodyTime : retryAfter?.As == Announcement.Form.DateAlone ? 0 : bodyTime % 500;

    private static Gen<T?> Maybe<T>(int weight, Gen<T> gen)
        where T : struct => Gen.Frequency((4, Gen.Const((T?)null)), (weight, gen.Select(value => (T?)value)));

    private static Gen<Announcement?> Maybe(int weight, Gen<Announcement> gen) =>
        Gen.Frequency((1, Gen.Const((Announcement?)null)), (weight, gen.Select(value => (Announcement?)value)));
}
