using System.Net;
using ProductApi.Client.Tests.ServerTable.Servers;

namespace ProductApi.Client.Tests.ServerTable;

/// <summary>Limits of 0.2 to 500 per second, 1 to 100 in flight, answers within 20 ms to 1 s; with and without noise and hints.</summary>
internal static class SweepCases
{
    private const double RoundTrip = 0.012;
    private static readonly int[] InFlight = [1, 5, 20, 100];
    private static readonly double[] Latencies = [0.02, 0.2, 1];
    private static readonly HttpStatusCode[] Statuses = [HttpStatusCode.TooManyRequests, HttpStatusCode.ServiceUnavailable];

    public static IEnumerable<SweepCase> Of(string family) => family switch
    {
        "buckets" => Buckets(),
        "windows" => Windows(),
        _ => ConcurrencyLimits().Concat(NginxLimits()),
    };

    private static IEnumerable<SweepCase> Buckets() =>
        from rate in new[] { 0.2, 0.5, 1, 5, 50, 500 }
        from inFlight in InFlight
        from latency in Latencies
        from noise in new[] { 0, 0.1 }
        from status in Statuses
        select Bucket(rate, inFlight, latency, noise, status);

    private static SweepCase Bucket(double rate, int inFlight, double latency, double noise, HttpStatusCode status)
    {
        var most = inFlight / (latency + RoundTrip);
        var count = (int)Math.Min(3000, Math.Max(60, 30 * Math.Min(rate, most)));
        var burst = (int)Math.Max(1, 0.4 * rate);
        return new SweepCase(
            FormattableString.Invariant($"bucket {rate}/s, {latency} s, noise {noise}, {(int)status}"),
            (clock, random) =>
            {
                var bucket = new TokenBucket(clock, random, rate, burst) { Latency = latency, Status = status };
                return noise > 0 ? new Unreliable(clock, random, bucket, noise, ServerAnswer.Busy) : bucket;
            },
            count, inFlight, Math.Max((count - burst) / rate, count / (most * (1 - noise))) + latency)
        {
            // Asked alone and seldom, a good id that is refused again and again cannot be told from a bad one. So with the reference.
            MostLost = rate < 1 && inFlight == 1 && noise > 0 ? 3 : 0,
        };
    }

    private static IEnumerable<SweepCase> Windows() =>
        from inFlight in InFlight
        from latency in Latencies
        from window in new (int Quota, int Length)[] { (5, 1), (20, 1), (10, 10), (100, 10), (30, 60), (500, 60) }
        from hints in new (QuotaHeaders Quota, bool RetryAfter)[]
        {
            (QuotaHeaders.Draft6, true), (QuotaHeaders.None, true), (QuotaHeaders.None, false),
        }
        from status in Statuses
        let count = Math.Min(2500, Math.Max(60, 5 * window.Quota))
        select new SweepCase(
            FormattableString.Invariant(
                $"window {window.Quota}/{window.Length} s, {latency} s, {hints.Quota}, Retry-After {hints.RetryAfter}, {(int)status}"),
            (clock, random) => new FixedWindow(clock, random, window.Quota, window.Length)
            {
                Latency = latency,
                Status = status,
                QuotaHeaders = hints.Quota,
                SendsRetryAfter = hints.RetryAfter,
            },
            count, inFlight,
            Math.Max((Math.Ceiling((double)count / window.Quota) - 1) * window.Length, count * (latency + RoundTrip) / inFlight) + latency);

    private static IEnumerable<SweepCase> ConcurrencyLimits() =>
        from inFlight in InFlight
        from latency in Latencies
        from limit in new[] { 1, 3, 10, 50 }
        from status in Statuses
        let count = Math.Min(2000, Math.Max(60, 60 * limit))
        select new SweepCase(
            FormattableString.Invariant($"at most {limit}, {latency} s, {(int)status}"),
            (clock, random) => new ConcurrencyLimit(clock, random, limit) { Latency = latency, Refusal = new(status) },
            count, inFlight, count * (latency + RoundTrip) / Math.Min(limit, inFlight));

    private static IEnumerable<SweepCase> NginxLimits() =>
        from inFlight in InFlight
        from latency in Latencies
        from rate in new[] { 1, 10, 100 }
        let count = Math.Max(60, 20 * rate)
        select new SweepCase(
            FormattableString.Invariant($"nginx {rate}/s, {latency} s"),
            (clock, random) => new NginxLimitReq(clock, random, rate) { Latency = latency },
            count, inFlight, Math.Max((double)count / rate, count * (latency + RoundTrip) / inFlight) + latency);
}
