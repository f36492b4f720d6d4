using CsCheck;

namespace ProductApi.Client.Tests.Properties;

/// <summary>Random servers over the scales of real ones.</summary>
internal static class LimitedPlans
{
    private static readonly Gen<int> Statuses = Samples.OneOf(429, 503);
    private static readonly Gen<double> Latencies = Samples.OneOf(0.02, 0.2, 1);
    private static readonly Gen<double> Noises = Samples.OneOf(0, 0, 0, 0.02, 0.05, 0.1);

    private static readonly Gen<Limit> NoLimit = Gen.Const<Limit>(new Limit.None());

    private static readonly Gen<Limit> SlowLimits = Gen.OneOf(
        Buckets(0.2, 0.5, 1, 5, 50, 500), Windows((5, 1), (20, 1), (10, 10), (100, 10), (30, 60)), ConcurrencyLimits(1, 10, 50),
        NoLimit);

    private static readonly Gen<Limit> QuickLimits = Gen.OneOf(
        Buckets(20, 50, 500), Windows((20, 1), (100, 10)), ConcurrencyLimits(10, 50));

    // Who is told to wait for a day can be told apart from its host only where others are not refused, too.
    private static readonly Gen<(double, BadAnswer)> Bad = BadOf(BadAnswer.Silence);
    private static readonly Gen<(double, BadAnswer)> BadWithoutRefusals = BadOf(BadAnswer.ThrottledForADay);

    /// <summary>Any limit, with independent refusals where more than one id is asked for at a time (a single one that is refused again and
    /// again cannot be told from a bad one); no id is bad.</summary>
    public static Gen<LimitedPlan> Limited { get; } = Gen.Select(
        SlowLimits, Samples.OneOf(1, 5, 20, 100), Latencies, Noises, Gen.Int[1, 1_000_000],
        (limit, inFlight, latency, noise, seed) => new LimitedPlan(limit, inFlight, latency)
        {
            Noise = inFlight > 1 ? noise : 0,
            Seed = seed,
        });

    /// <summary>Bad ids, independent refusals and lies, with and without a limit.</summary>
    public static Gen<LimitedPlan> WithBadIds { get; } = Gen.OneOf(
        Of(QuickLimits, Noises, Bad), Of(NoLimit, Noises, Bad), Of(NoLimit, Gen.Const(0.0), BadWithoutRefusals));

    private static Gen<LimitedPlan> Of(Gen<Limit> limits, Gen<double> noises, Gen<(double, BadAnswer)> bad) => Gen.Select(
        Gen.Select(limits, Samples.OneOf(5, 20, 100), Latencies), noises, bad.Array[0, 3], Gen.Enum<Lie>(), Gen.Int[1, 1_000_000],
        (server, noise, ids, lie, seed) => new LimitedPlan(server.Item1, server.Item2, server.Item3)
        {
            Noise = noise,
            Bad = ids,
            Lie = lie,
            Seed = seed,
        });

    private static Gen<Limit> Buckets(params double[] rates) => Gen.Select(
        Samples.OneOf(rates), Statuses, Gen.Bool, Limit (rate, status, tells) => new Limit.Bucket(rate, status, tells));

    private static Gen<Limit> Windows(params (int Quota, int Length)[] windows) => Gen.Select(
        Samples.OneOf(windows), Statuses, Gen.Bool, Gen.Bool,
        Limit (window, status, quota, wait) => new Limit.Window(window.Quota, window.Length, status, quota, wait));

    private static Gen<Limit> ConcurrencyLimits(params int[] most) => Gen.Select(
        Samples.OneOf(most), Statuses, Limit (limit, status) => new Limit.Concurrency(limit, status));

    private static Gen<(double, BadAnswer)> BadOf(BadAnswer last) =>
        Gen.Select(Gen.Double[0, 0.999], Gen.Int[0, (int)last], (position, answer) => (position, (BadAnswer)answer));
}
