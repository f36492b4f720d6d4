using System.Diagnostics;
using System.Globalization;
using ProductApi.Client.Benchmarks.Reporting;
using ProductApi.Client.Sample.Server;
using ProductApi.Client.Sample.Worker.Demo;

namespace ProductApi.Client.Benchmarks.Fleet;

/// <summary>Eight worker processes of the sample on one real redis-server: each learning a limit for itself, and together.</summary>
internal static class FleetTable
{
    private const int Processes = 8;
    private const double Latency = 0.1;
    private static readonly TimeSpan Halt = TimeSpan.FromSeconds(5);

    private static readonly (string Name, int Ids, RateLimitOptions Limit, double Ideal)[] Limits =
    [
        ("bucket 100/s, burst 20, Retry-After", 4000, Bucket(), OnBucket(4000)),
        ("window 100 per 3 s, headers", 600, Window(), (5 * 3) + Latency),
        ("at most 10 in flight, else 503", 1500, InFlight(), 1500 / 10 * Latency),
    ];

    public static async Task PrintAsync(TextWriter output, int rounds, CancellationToken cancellationToken)
    {
        using var redis = await LocalRedis.StartAsync(cancellationToken);
        await output.WriteLineAsync(
            $"{Machine.Description}; {Processes} processes; makespan/ideal and refused, median of {rounds}; lost, fetched twice in all.");
        await output.WriteLineAsync();
        await output.WriteLineAsync("| limit | alone | shared |");
        await output.WriteLineAsync("| --- | --- | --- |");
        foreach (var limit in Limits)
        {
            var cells = new List<string>();
            foreach (var mode in new[] { "alone", "shared" })
            {
                var runs = new List<Accounts>();
                for (var round = 0; round < rounds; round++)
                    runs.Add(await Run(mode, limit).RunAsync(redis, cancellationToken));
                cells.Add(Cell(runs));
            }

            await output.WriteLineAsync($"| {limit.Name} | {cells[0]} | {cells[1]} |");
        }

        await output.WriteLineAsync();
        var killed = await (BucketRun("shared") with { Victims = 2 }).RunAsync(redis, cancellationToken);
        await output.WriteLineAsync($"Two of eight killed in the middle: {Describe(killed)}");
        IReadOnlyList<int> alone = [];
        var halted = await (BucketRun("shared") with
        {
            Disturb = () => HaltAsync(redis.ProcessId),
            IdleTime = 4 * Halt,
            WentAlone = times => alone = times,
        }).RunAsync(redis, cancellationToken);
        await output.WriteLineAsync(
            $"Redis halted for {Halt.TotalSeconds:0} s: {Describe(halted)}; warnings per process: {string.Join(' ', alone)}");
    }

    /// <summary>A short job on the token bucket.</summary>
    public static JobRun BucketRun(string mode) => new(mode, 1500, Processes, Bucket(), OnBucket(1500));

    private static RateLimitOptions Bucket() => new() { Limit = 100, Burst = 20 };

    private static RateLimitOptions Window() => new()
    {
        Kind = RateLimitKind.FixedWindow,
        Limit = 100,
        Window = TimeSpan.FromSeconds(3),
        RateLimitHeaders = true,
    };

    private static RateLimitOptions InFlight() => new()
    {
        Kind = RateLimitKind.Concurrency,
        Limit = 10,
        RejectionStatus = 503,
        RetryAfter = false,
    };

    private static double OnBucket(int ids) => ((ids - 20) / 100.0) + Latency;

    private static JobRun Run(string mode, (string Name, int Ids, RateLimitOptions Limit, double Ideal) limit) =>
        new(mode, limit.Ids, Processes, limit.Limit, limit.Ideal);

    private static string Cell(List<Accounts> runs) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Median(runs, run => run.Seconds / run.Ideal):0.00} / {Median(runs, run => run.RefusedPercent):0.0} % / {runs.Sum(run => run.Lost)} / {runs.Sum(run => run.Twice)}");

    private static double Median(List<Accounts> runs, Func<Accounts, double> value) => runs.Select(value).Order().ElementAt(runs.Count / 2);

    private static string Describe(Accounts accounts) => string.Create(
        CultureInfo.InvariantCulture,
        $"{accounts.Results} of {accounts.Ids} results, {accounts.Lost} lost, {accounts.Twice} fetched twice, {accounts.RefusedPercent:0.0} % refused, "
        + $"{accounts.Seconds / accounts.Ideal:0.00} x the ideal");

    private static async Task HaltAsync(int process)
    {
        await SignalAsync("-STOP", process);
        await Task.Delay(Halt);
        await SignalAsync("-CONT", process);
    }

    private static async Task SignalAsync(string signal, int process)
    {
        using var kill = Process.Start("kill", [signal, process.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }
}
